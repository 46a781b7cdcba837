public import Domain
public import Postgres

/// One look at the system.
public struct SystemCheck: Sendable, Hashable {
    public enum Status: String, Sendable, Hashable, PostgresDecodable {
        case healthy
        case warning
        case degraded
    }

    public struct Component: Sendable, Hashable {
        /// `health_scores`, `crm_sync`, `campaigns` or `nps`.
        public let name: String
        public let status: Status
    }

    public let asOf: Moment
    public let components: [Component]
    /// How many earlier rows it has put an end to.
    public let resolved: Int
}
