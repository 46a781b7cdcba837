/// A connection could not be opened, or was lost.
public struct ConnectionFailure: Error, Sendable {
    /// When it failed.
    public enum Stage: Sendable, Hashable {
        /// While connecting.
        case opening
        /// Before the statement was sent: it has not run.
        case beforeStatement
        /// After the statement was sent: whether it has run is unknown.
        case duringStatement
    }

    public let stage: Stage
    /// What libpq and the server said; never contains the password.
    public let message: String
    /// The server's reason, when it gave one.
    public let sqlState: SQLState?
    /// The statement that was not sent or not answered, with placeholders in place of values.
    public let statement: String?

    init(stage: Stage, message: String, sqlState: SQLState? = nil, statement: String? = nil) {
        self.stage = stage
        self.message = message
        self.sqlState = sqlState
        self.statement = statement
    }
}

extension ConnectionFailure: CustomStringConvertible {
    public var description: String {
        switch stage {
        case .opening: "cannot connect: \(message)"
        case .beforeStatement: "the connection was lost before the statement was sent: \(message)"
        case .duringStatement: "the connection was lost during a statement, which may have run: \(message)"
        }
    }
}
