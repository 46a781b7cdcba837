import Foundation

/// Whom a score warned of, and who left: the counts behind recall and precision.
struct WarningOutcome: Sendable, Hashable {
    /// Customers at three moments, each moment's counted.
    let customers: Int
    /// Of these, who left 7 to 37 days later.
    let gone: Int
    let flagged: Int
    let flaggedGone: Int

    /// Percent of those who left that were flagged; nil where nobody left.
    var recall: Decimal? { ShareInterval.percent(flaggedGone, gone) }
    /// Percent of those flagged that left; nil where nobody was flagged.
    var precision: Decimal? { ShareInterval.percent(flaggedGone, flagged) }
}

/// Whether another value of a parameter would have warned better, and by which bar (docs/reports.md). Decides from counts, without rounding.
enum WarningBar {
    /// Moments at which customers are looked at; who is there at several is counted at each.
    static let looks = 3
    /// Departures to learn from.
    static let departures = 20
    /// Points of recall that a change must bring.
    static let recallGain = 10
    /// More flagged, in points of all customers, that it may cost.
    static let flaggedMore = 5
    /// How much likelier the newly flagged must have left than those who stay unflagged.
    static let lift = 2
    /// Percent fewer flagged that are worth a change the other way.
    static let flaggedFewer = 25
    /// Points of recall that it may cost.
    static let recallLoss = 2

    enum Verdict: Sendable, Hashable {
        case warnsEarlier
        case fewerFalseAlarms
        case belowBar
        case tooFewDepartures
    }

    static func judge(_ other: WarningOutcome, against present: WarningOutcome) -> Verdict {
        guard present.gone >= departures else { return .tooFewDepartures }
        let (more, moreGone) = (other.flagged - present.flagged, other.flaggedGone - present.flaggedGone)
        let (rest, restGone) = (other.customers - other.flagged, other.gone - other.flaggedGone)
        if more > 0, 100 * moreGone >= recallGain * present.gone, 100 * more <= flaggedMore * present.customers,
            // moreGone ÷ more against restGone ÷ rest
            moreGone * rest >= lift * restGone * more
        {
            return .warnsEarlier
        }
        if 100 * -more >= flaggedFewer * present.flagged, more < 0, 100 * -moreGone <= recallLoss * present.gone {
            return .fewerFalseAlarms
        }
        return .belowBar
    }
}
