import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema

/// Which features are used, and by whom?
struct FeatureUse: Sendable, Hashable {
    struct Feature: Sendable, Hashable {
        let name: String
        let isCore: Bool
        /// Of the active customers.
        let adopted: Rate
        /// With an event that names it in the last ``FeatureUse/recentDays`` days, of the active customers.
        let used: Rate
    }

    static let recentDays = 30

    /// The most used first; empty without active customers.
    let all: [Feature]
    /// Of the segments that have active customers.
    let segments: [Segment: [Feature]]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> FeatureUse {
        let rows = try await connection.query("SELECT * FROM mainstay.feature_use(\(asOf), \(recentDays)::integer)")
        let found = try rows.map { row in (name: try row.decode("segment", as: String.self), feature: try Feature(row)) }
        let grouped = Dictionary(grouping: found, by: \.name).mapValues { $0.map(\.feature) }
        return FeatureUse(
            all: grouped["All"] ?? [],
            segments: Dictionary(
                uniqueKeysWithValues: Segment.allCases.compactMap { segment in grouped[segment.rawValue].map { (segment, $0) } }))
    }
}

extension FeatureUse {
    /// The segment's figures of a feature.
    func feature(_ name: String, in segment: Segment) -> Feature? { segments[segment]?.first { $0.name == name } }
}

extension FeatureUse.Feature {
    init(_ row: Row) throws {
        let active: Int = try row["active_customers"]
        self.init(
            name: try row["feature"], isCore: try row["core"],
            adopted: Rate(part: try row["adopted"], whole: active, percent: try row["adopted_percent"]),
            used: Rate(part: try row["used"], whole: active, percent: try row["used_percent"]))
    }
}
