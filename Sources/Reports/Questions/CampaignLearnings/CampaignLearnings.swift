import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema

/// What have the playbooks taught? What came of the messages of each type and variant.
struct CampaignLearnings: Sendable, Hashable {
    struct Variant: Sendable, Hashable {
        let type: CampaignType
        /// Nil where the source names none.
        let name: String?
        let sent: Int
        let responded: Int
        /// Messages whose 30 days have passed.
        let matured: Int
        /// Of these, with a score before and after.
        let scored: Int
        let recovered: Int
        /// Win-back only.
        let converted: Int
        /// Those whose cost is known.
        let priced: Int
        let cost: Decimal?
    }

    /// What is judged: of whom, and how many of them.
    enum Outcome: String, Sendable, Hashable, CaseIterable {
        case response
        case recovery
        case conversion
    }

    /// Two variants of one type, and whether one of them did better.
    struct Comparison: Sendable, Hashable {
        let outcome: Outcome
        let better: Variant
        let worse: Variant
        /// How probable so large a difference between the best and the worst is where all variants are alike; nil where there is nothing to compare.
        let probability: Double?
        /// At 95 %, for all comparisons of the report together.
        fileprivate(set) var isBeyondChance = false
    }

    /// Fewer messages than these are compared with nothing.
    static let enough = 30
    static let windowDays = 90

    let variants: [Variant]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> CampaignLearnings {
        CampaignLearnings(
            variants: try await connection.query("SELECT * FROM mainstay.campaign_variants(\(asOf), \(windowDays)::integer)")
                .map { row in
                    Variant(
                        type: try row["campaign_type"], name: try row["variant"], sent: try row["sent"], responded: try row["responded"],
                        matured: try row["matured"], scored: try row["scored"], recovered: try row["recovered"],
                        converted: try row["converted"], priced: try row["priced"], cost: try row["cost"])
                })
    }
}

extension CampaignLearnings.Outcome {
    /// What a type of campaign is for; conversion says nothing but of win-backs, recovery nothing of those who have left.
    static func judged(_ type: CampaignType) -> [CampaignLearnings.Outcome] {
        type == .winBack ? [.response, .conversion] : [.response, .recovery]
    }
}

extension CampaignLearnings.Variant {
    /// How many of how many.
    func share(_ outcome: CampaignLearnings.Outcome) -> (part: Int, whole: Int) {
        switch outcome {
        case .response: (responded, sent)
        case .recovery: (recovered, scored)
        case .conversion: (converted, matured)
        }
    }

    /// With 2 decimals, half away from zero, of those priced; money has no place in a binary fraction, which would make 4.145 less than it is.
    var costPerMessage: Decimal? {
        guard let cost, priced > 0 else { return nil }
        return NumberText.rounded(cost / Decimal(priced), 2)
    }

    /// `At-risk, variant B`
    var title: String { name.map { "\(type.name), variant \($0)" } ?? "\(type.name), no variant named" }
}

extension CampaignLearnings {
    /// For each type and outcome, the best variant with the worst of those with messages enough; the ones beyond chance first. Pairs that were picked for
    /// their difference, and several of them: ``HolmTest`` says what that takes.
    var comparisons: [Comparison] {
        var all = CampaignType.allCases.flatMap { type in
            Outcome.judged(type).compactMap { outcome -> Comparison? in
                let candidates = variants.filter { $0.type == type && $0.share(outcome).whole >= Self.enough }
                    .sorted { left, right in
                        let (a, b) = (left.share(outcome), right.share(outcome))
                        return a.part * b.whole > b.part * a.whole
                    }
                guard let better = candidates.first, let worse = candidates.last, candidates.count > 1 else { return nil }
                return Comparison(
                    outcome: outcome, better: better, worse: worse,
                    probability: ShareDifference.probability(better.share(outcome), worse.share(outcome))
                        .map { HolmTest.ofExtremes($0, among: candidates.count) })
            }
        }
        for (place, isBeyondChance) in HolmTest.areBeyondChance(all.map(\.probability)).enumerated() {
            all[place].isBeyondChance = isBeyondChance
        }
        return all.filter(\.isBeyondChance) + all.filter { !$0.isBeyondChance }
    }
}
