/// What a delay of the critical alert would have done with the falls of the window.
struct DelayOutcome: Sendable, Hashable {
    let minutes: Int
    /// Turns to Critical whose course is known for this delay.
    let falls: Int
    let told: Int
    /// Over before the delay had passed: nobody is told.
    let overBefore: Int
}

/// Whether another delay would have been better, and by which bar (docs/reports.md).
enum DelayBar {
    /// Falls to learn from.
    static let falls = 20
    /// Percent of the falls that a longer delay must keep quiet beyond those of the present one.
    static let quiet = 10
    /// Minutes that a shorter one must save.
    static let sooner = 10
    /// Percent of the falls that it may tell for nothing.
    static let forNothing = 1

    enum Verdict: Sendable, Hashable {
        case fewerAlerts
        case soonerAlerts
        case belowBar
        case tooFewFalls
    }

    static func judge(_ other: DelayOutcome, against present: DelayOutcome) -> Verdict {
        guard present.falls >= falls, other.falls >= falls else { return .tooFewFalls }
        if other.minutes > present.minutes {
            return 100 * (other.overBefore - present.overBefore) >= quiet * other.falls ? .fewerAlerts : .belowBar
        }
        let saves = present.minutes - other.minutes >= sooner
        return saves && 100 * (present.overBefore - other.overBefore) <= forNothing * present.falls ? .soonerAlerts : .belowBar
    }
}
