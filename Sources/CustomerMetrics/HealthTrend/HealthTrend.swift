public import Domain
public import Foundation
public import Postgres
import Schema

/// How has the health of the customers moved? The figures kept of each day at 02:00 UTC (metrics.md §2).
public struct HealthTrend: Sendable, Hashable {
    public struct Day: Sendable, Hashable {
        public let day: CivilDate
        public let figures: Figures?
    }

    public struct Figures: Sendable, Hashable {
        /// Active customers.
        public let customers: Int
        /// 0–100 with 2 decimals; nil without customers.
        public let averageScore: Decimal?
        public let healthy: Int
        public let atRisk: Int
        public let critical: Int
    }

    public let asOf: Moment
    /// Every day whose 02:00 lies in the window, oldest first; without figures where nobody computed them.
    public let days: [Day]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, days: Int = 90, on connection: Connection) async throws -> HealthTrend {
        let rows = try await connection.query("SELECT * FROM mainstay.health_trend(\(asOf), \(days)::integer)")
        return HealthTrend(asOf: asOf, days: try rows.map(Day.init))
    }
}

extension HealthTrend.Day {
    init(_ row: Row) throws {
        let customers: Int? = try row["customers"]
        self.init(
            day: try row["day"],
            figures: try customers.map {
                HealthTrend.Figures(
                    customers: $0, averageScore: try row["average_score"], healthy: try row["healthy"], atRisk: try row["at_risk"],
                    critical: try row["critical"])
            })
    }
}
