public import Domain
public import Foundation

/// What the live strip shows: how things stand now.
public struct LiveFigures: Sendable, Hashable {
    public let asOf: Moment
    /// Those with a score.
    public let customers: Int
    /// With 2 decimals; nil without customers.
    public let averageScore: Decimal?
    public let healthy: Int
    public let atRisk: Int
    public let critical: Int
    /// Of the last 24 hours' scores, from the commit of a fact to the commit of its score; nil when nothing was measured.
    public let freshnessP95Milliseconds: Decimal?
    /// Those that are not over, told or not; nil where no alerts are kept.
    public let alertsOpen: Int?

    public init(
        asOf: Moment, customers: Int, averageScore: Decimal?, healthy: Int, atRisk: Int, critical: Int, freshnessP95Milliseconds: Decimal?,
        alertsOpen: Int?
    ) {
        (self.asOf, self.customers, self.averageScore) = (asOf, customers, averageScore)
        (self.healthy, self.atRisk, self.critical) = (healthy, atRisk, critical)
        (self.freshnessP95Milliseconds, self.alertsOpen) = (freshnessP95Milliseconds, alertsOpen)
    }

    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "customers": .from(customers),
            "average_score": .from(averageScore),
            "healthy": .from(healthy),
            "at_risk": .from(atRisk),
            "critical": .from(critical),
            "freshness_p95_ms": .from(freshnessP95Milliseconds),
            "alerts_open": .from(alertsOpen),
        ])
    }
}
