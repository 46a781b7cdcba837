/// The features of the sample company's product.
enum FeatureCatalogue {
    struct Feature: Sendable {
        let name: String
        /// How readily customers take it up, relative to the others.
        let appeal: Double
    }

    static let features: [Feature] = [
        Feature(name: "dashboards", appeal: 10),
        Feature(name: "reports", appeal: 8),
        Feature(name: "exports", appeal: 5.5),
        Feature(name: "alerts", appeal: 5),
        Feature(name: "integrations", appeal: 4.5),
        Feature(name: "templates", appeal: 4),
        Feature(name: "mobile_app", appeal: 3.2),
        Feature(name: "team_inbox", appeal: 2.6),
        Feature(name: "custom_fields", appeal: 2.2),
        Feature(name: "automation", appeal: 1.8),
        Feature(name: "api", appeal: 1.3),
        Feature(name: "single_sign_on", appeal: 0.8),
        Feature(name: "forecasting", appeal: 0.6),
        Feature(name: "audit_log", appeal: 0.4),
    ]
}

/// The features a customer has adopted, one bit for each in the order of the catalogue.
struct AdoptedFeatures {
    private var bits: UInt32 = 0
    private(set) var count = 0

    /// Adopts a feature that is not adopted yet, by appeal.
    /// - Returns: its place in the catalogue; nil when there is none left.
    mutating func adoptNext(_ random: inout RandomStream) -> Int? {
        let weights = FeatureCatalogue.features.indices.map { bits & 1 << UInt32($0) == 0 ? FeatureCatalogue.features[$0].appeal : 0 }
        guard count < weights.count else { return nil }
        let index = random.pick(weights: weights)
        bits |= 1 << UInt32(index)
        count += 1
        return index
    }

    /// One of the adopted features, each as likely; nil when there is none.
    func any(_ random: inout RandomStream) -> Int? {
        guard count > 0 else { return nil }
        var rest = bits
        for _ in 0..<random.below(count) { rest &= rest - 1 }
        return rest.trailingZeroBitCount
    }
}
