public import Domain
public import Foundation
public import Postgres
import Schema

/// Question 1: how healthy are the customers? (metrics.md §2)
public struct HealthSummary: Sendable, Hashable {
    public let asOf: Moment
    public let modelVersion: Int
    /// Active customers; only they have a score.
    public let customers: Int
    /// 0–100 with 2 decimals; nil without customers.
    public let averageScore: Decimal?
    public let healthy: Rate
    public let atRisk: Rate
    public let critical: Rate
    /// Points that the average should reach.
    public let target: Int
    /// By the exact average; nil without customers.
    public let onTarget: Bool?

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> HealthSummary {
        let row = try await connection.row("SELECT * FROM mainstay.health_summary(\(asOf))")
        let customers: Int = try row["customers"]
        func share(_ status: String) throws -> Rate {
            Rate(part: try row["\(status)_count"], whole: customers, percent: try row["\(status)_percent"])
        }
        return HealthSummary(
            asOf: asOf, modelVersion: try row["model_version"], customers: customers, averageScore: try row["average_score"],
            healthy: try share("healthy"), atRisk: try share("at_risk"), critical: try share("critical"),
            target: try row["target"], onTarget: try row["on_target"])
    }
}

extension HealthSummary {
    /// The shape of `mainstay metrics health --format json`.
    public var json: JSON {
        func share(_ rate: Rate) -> JSON { .object(["count": .from(rate.part), "percent": rate.json]) }
        return .object([
            "as_of": .from(asOf),
            "model_version": .from(modelVersion),
            "customers": .from(customers),
            "average_score": .from(averageScore),
            "healthy": share(healthy),
            "at_risk": share(atRisk),
            "critical": share(critical),
            "target": .from(target),
            "on_target": .from(onTarget),
        ])
    }
}
