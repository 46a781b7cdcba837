/// What is known about a private cluster without changing anything.
public struct ClusterStatus: Sendable, Equatable {
    public enum State: Sendable, Equatable {
        /// Nothing has been made in the data folder yet.
        case notCreated
        case stopped
        /// Another program is starting or stopping the server at this moment.
        case changing
        /// The server lives but does not take sessions yet (or no more).
        case starting(processID: Int32)
        /// The server takes sessions.
        /// - startedAt: seconds since 1970.
        case running(processID: Int32, startedAt: Int)
    }

    public let state: State
    public let dataDirectory: String
    /// Folder of the unix socket while the server lives.
    public let socketDirectory: String?
    public let logFile: String
    /// Major version of PostgreSQL that made the folder.
    public let majorVersion: Int?
    /// Whether the server outlives the programs that use it.
    public let isPinned: Bool
    /// Whether a program uses the server now; nil while the state is changing.
    public let isUsed: Bool?
}
