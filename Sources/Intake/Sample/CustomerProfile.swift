import Domain

/// Who a customer is, and what kind of customer: everything that does not change.
struct CustomerProfile {
    enum Tier: Int, CaseIterable {
        case enterprise, professional, basic, free, none

        /// As the column `subscription_tier` spells it.
        var text: String? {
            switch self {
            case .enterprise: "enterprise"
            case .professional: "professional"
            case .basic: "basic"
            case .free: "free"
            case .none: nil
            }
        }

        var isPaying: Bool { self == .enterprise || self == .professional || self == .basic }
    }

    let number: Int
    let externalID: String
    let name: String
    let email: String
    let createdAt: Moment
    let tier: Tier
    /// Yearly revenue in whole units of the currency; nil where there is no contract.
    let yearlyRevenue: Int64?
    let temperament: Temperament

    init(number: Int, company: SampleCompany.Plan) {
        var random = RandomStream(seed: company.seed, number: UInt64(number), purpose: .profile)
        self.number = number
        externalID = Self.externalID(number: number, customers: company.customers)
        createdAt = company.signUps.moment(number: number, jitter: random.unit())
        tier = Tier.allCases[random.pick(weights: [0.06, 0.21, 0.36, 0.32, 0.05])]
        yearlyRevenue = Self.yearlyRevenue(tier, &random)
        let first = random.pick(PersonNames.first)
        let last = random.pick(PersonNames.last)
        name = "\(first.written) \(last.written)"
        email = "\(first.address).\(last.address)@\(CompanyNames.domain(&random))"
        temperament = Temperament(tier: tier, &random)
    }

    /// `C-000123`, wide enough for the last customer.
    static func externalID(number: Int, customers: Int) -> String {
        let digits = String(number)
        let width = max(6, String(customers).utf8.count)
        return "C-" + String(repeating: "0", count: width - digits.utf8.count) + digits
    }

    /// Log-normal within a tier, paid by the month in whole units.
    private static func yearlyRevenue(_ tier: Tier, _ random: inout RandomStream) -> Int64? {
        let (median, spread): (Double, Double)
        switch tier {
        case .enterprise: (median, spread) = (4_200, 0.7)
        case .professional: (median, spread) = (640, 0.55)
        case .basic: (median, spread) = (95, 0.45)
        case .free: return 0
        case .none: return nil
        }
        return Int64(max(random.logNormal(median: median, spread: spread), 10).rounded()) * 12
    }
}
