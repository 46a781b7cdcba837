public import Domain
public import Postgres
import Schema

/// Which features are used? Adoption among active customers.
public struct FeatureAdoption: Sendable, Hashable {
    public struct Feature: Sendable, Hashable {
        public let name: String
        /// Marked in `mainstay.features` as one that deserves a bonus.
        public let isCore: Bool
        /// Active customers who have adopted it, of all active customers.
        public let adopted: Rate
    }

    public let asOf: Moment
    /// The most adopted first.
    public let features: [Feature]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> FeatureAdoption {
        let rows = try await connection.query("SELECT * FROM mainstay.feature_adoption(\(asOf))")
        return FeatureAdoption(
            asOf: asOf,
            features: try rows.map { row in
                Feature(
                    name: try row["feature"], isCore: try row["core"],
                    adopted: Rate(part: try row["customers"], whole: try row["active_customers"], percent: try row["adoption_percent"]))
            })
    }
}
