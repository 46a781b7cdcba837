public import Domain
public import Foundation
public import Postgres
import Schema

/// Question 6: which segments need attention? (metrics.md §7)
public struct SegmentHealth: Sendable, Hashable {
    public struct Figures: Sendable, Hashable {
        public let segment: Segment
        /// Active customers.
        public let customers: Int
        /// 0–100 with 2 decimals.
        public let averageScore: Decimal?
        public let healthy: Rate
        public let atRisk: Rate
        public let critical: Rate
        /// Annual recurring revenue, in the currency of the facts.
        public let arr: Decimal
        /// That of At-Risk and Critical customers.
        public let arrAtRisk: Decimal
        /// How many customers have no ARR, which is in no sum.
        public let arrUnknown: Int
        /// How many At-Risk and Critical customers have none.
        public let arrAtRiskUnknown: Int
    }

    public let asOf: Moment
    /// The segments that have active customers: best average first, equal ones by name.
    public let segments: [Figures]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> SegmentHealth {
        let rows = try await connection.query("SELECT * FROM mainstay.segment_figures(\(asOf))")
        return SegmentHealth(asOf: asOf, segments: try rows.map(Figures.init))
    }
}

extension SegmentHealth.Figures {
    init(_ row: Row) throws {
        let customers: Int = try row["total_customers"]
        func share(_ status: String) throws -> Rate {
            Rate(part: try row["\(status)_count"], whole: customers, percent: try row["\(status)_percent"])
        }
        self.init(
            segment: try row["segment"], customers: customers, averageScore: try row["average_score"],
            healthy: try share("healthy"), atRisk: try share("at_risk"), critical: try share("critical"),
            arr: try row["arr"], arrAtRisk: try row["arr_at_risk"], arrUnknown: try row["arr_unknown"],
            arrAtRiskUnknown: try row["arr_at_risk_unknown"])
    }
}

extension SegmentHealth {
    /// The shape of `mainstay metrics segments --format json`.
    public var json: JSON {
        .object(["as_of": .from(asOf), "segments": .array(segments.map(\.json))])
    }
}

extension SegmentHealth.Figures {
    fileprivate var json: JSON {
        .object([
            "segment": .string(segment.rawValue),
            "total_customers": .from(customers),
            "average_score": .from(averageScore),
            "healthy_count": .from(healthy.part),
            "at_risk_count": .from(atRisk.part),
            "critical_count": .from(critical.part),
            "healthy_percent": healthy.json,
            "at_risk_percent": atRisk.json,
            "critical_percent": critical.json,
            "arr": .from(arr),
            "arr_at_risk": .from(arrAtRisk),
        ])
    }
}
