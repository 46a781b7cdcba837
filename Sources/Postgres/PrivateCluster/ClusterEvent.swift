/// What a private cluster is about to do that takes long enough to tell the user.
public enum ClusterEvent: Sendable, Equatable {
    /// The first start: a new server folder is made in the data folder, by this major version of PostgreSQL.
    case creating(dataDirectory: String, major: Int)
    case starting(dataDirectory: String)
    /// The server ended without shutting down, so it reads its log before it is ready.
    case recovering(dataDirectory: String)
    case stopping(dataDirectory: String)
}
