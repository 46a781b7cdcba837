public import Postgres

/// The part of the product that a parameter steers.
public enum ParameterGroup: String, Sendable, Hashable, CaseIterable, PostgresDecodable {
    /// The scoring model: a change makes a new model version.
    case healthScore = "health_score"
    case retention
    case alert
    case nps
    case crm
    case system
}
