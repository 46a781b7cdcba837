public import Postgres

/// When a customer counts as retained in the k-th month after the cohort's (metrics.md §3).
public enum RetentionDefinition: String, Sendable, Hashable, CaseIterable, PostgresEncodable {
    /// The last activity lies in that month or later.
    case unbounded
    /// There is activity in that very month.
    case bounded
}
