/// What makes one customer's life unlike another's.
struct Temperament {
    /// How well the product suits the customer: mean 0, deviation about 1. Everything below leans on it.
    let fit: Double
    /// Chance of a visit on an ordinary working day while all is well.
    let weekdayVisit: Double
    /// Chance of a visit on a day of the weekend.
    let weekendVisit: Double
    /// Features that the customer will ever want.
    let appetite: Int
    /// Chance to take up the next wanted feature on a visit.
    let curiosity: Double
    /// Days until the customer has either settled in or lost interest.
    let onboardingDays: Int
    /// Loses interest at the end of onboarding, without a word.
    let fadesEarly: Bool
    /// Signed up and never came.
    let neverComes: Bool
    /// Readiness to answer surveys and messages, 1 on average.
    let openness: Double
    /// How grave a step leaving is: paying customers cancel, others just stay away.
    let cancels: Double
    /// Hours between the customer's office and UTC.
    let hoursFromUTC: Double

    init(tier: CustomerProfile.Tier, _ random: inout RandomStream) {
        let lift: Double
        switch tier {
        case .enterprise: (lift, cancels) = (0.8, 0.5)
        case .professional: (lift, cancels) = (0.4, 0.9)
        case .basic: (lift, cancels) = (0, 1.25)
        case .free, .none: (lift, cancels) = (-0.4, 0.75)
        }
        fit = lift + 0.85 * random.normal()
        weekdayVisit = min(PortableMath.logistic(-0.35 + 0.75 * fit + 1.0 * random.normal()), 0.96)
        weekendVisit = weekdayVisit * random.between(0.1, 0.6)
        fadesEarly = random.chance(PortableMath.logistic(-1.6 - 0.8 * fit))
        neverComes = random.chance(0.02)
        let wanted = min(max(Int((6 + 1.7 * fit + 2.2 * random.normal()).rounded()), 0), FeatureCatalogue.features.count)
        // Who fades early has tried one thing, or none.
        appetite = fadesEarly ? min(wanted, random.below(2)) : wanted
        curiosity = min(random.logNormal(median: 0.27, spread: 0.8), 0.9)
        onboardingDays = fadesEarly ? 1 + Int(random.exponential(mean: 8)) : 10 + random.below(16)
        openness = random.between(0.4, 1.6)
        hoursFromUTC = random.pick([-8, -6, -5, -5, -3, 0, 0, 1, 1, 1, 2, 3, 5.5, 8, 10])
    }
}
