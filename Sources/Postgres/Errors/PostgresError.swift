/// Everything that can go wrong between the program and its database.
///
/// A task that is cancelled gets `CancellationError` instead. Printing shows no values; `String(reflecting:)` is complete.
public enum PostgresError: Error, Sendable {
    /// The address or a setting of the connection is not of a valid form.
    case configuration(String)
    /// The connection could not be opened, or was lost.
    case connection(ConnectionFailure)
    /// The server refused the statement.
    case server(ServerError)
    /// The statement could not be sent as it is, for instance a text with a zero byte.
    case encoding(String, statement: String)
    /// A result could not be read.
    case decoding(DecodingFailure)
    /// BEGIN, COMMIT or ROLLBACK failed.
    case transaction(TransactionFailure)
    /// The connection is inside a transaction or COPY of another task, or is used against its rules.
    case misuse(String)
    /// The connection or pool was closed by the program.
    case closed
}

extension PostgresError {
    /// The server's code of the cause, when the server gave one.
    public var sqlState: SQLState? {
        switch self {
        case .server(let error): error.sqlState
        case .connection(let failure): failure.sqlState
        case .transaction(let failure): (failure.cause as? PostgresError)?.sqlState
        case .configuration, .encoding, .decoding, .misuse, .closed: nil
        }
    }

    /// The constraint that was violated.
    public var constraint: String? {
        switch self {
        case .server(let error): error.constraint
        case .transaction(let failure): (failure.cause as? PostgresError)?.constraint
        case .connection, .configuration, .encoding, .decoding, .misuse, .closed: nil
        }
    }

    /// The database cannot be reached, or ended the session: a matter of the surroundings, not of the statement.
    public var isConnectionFailure: Bool {
        switch self {
        case .connection: true
        case .server(let error): error.sqlState.isConnectionFailure || error.endsSession
        case .transaction(let failure): (failure.cause as? PostgresError)?.isConnectionFailure ?? false
        case .configuration, .encoding, .decoding, .misuse, .closed: false
        }
    }

    /// The same work may succeed when it is done again later: lost connections, serialization failures, deadlocks,
    /// locks not available, resources short. Whether repeating is safe is the caller's to know.
    public var isTransient: Bool {
        switch self {
        case .connection(let failure):
            // Opening with a wrong password or to a missing database fails the same way next time.
            failure.sqlState?.isTransient ?? true
        case .server(let error): error.sqlState.isTransient || error.endsSession
        case .transaction(let failure): (failure.cause as? PostgresError)?.isTransient ?? false
        case .configuration, .encoding, .decoding, .misuse, .closed: false
        }
    }

    /// The statement has certainly not run, because the connection was dead before it was sent.
    var cannotHaveRun: Bool {
        if case .connection(let failure) = self { failure.stage == .beforeStatement } else { false }
    }

    /// Running the whole transaction again is what the server asks for.
    var asksForRetry: Bool {
        sqlState == .serializationFailure || sqlState == .deadlockDetected
    }
}

extension PostgresError: CustomStringConvertible, CustomDebugStringConvertible {
    public var description: String {
        switch self {
        case .configuration(let problem): "database address: \(problem)"
        case .connection(let failure): failure.description
        case .server(let error): error.description
        case .encoding(let problem, let statement): "cannot send [\(statement)]: \(problem)"
        case .decoding(let failure): failure.description
        case .transaction(let failure): failure.description
        case .misuse(let problem): problem
        case .closed: "the connection was closed"
        }
    }

    public var debugDescription: String {
        switch self {
        case .server(let error): error.debugDescription
        case .decoding(let failure): failure.debugDescription
        case .transaction(let failure):
            "\(failure.description)\ncause: \(String(reflecting: failure.cause))"
                + (failure.bodyError.map { "\nbody: \(String(reflecting: $0))" } ?? "")
        case .connection(let failure):
            failure.description + (failure.statement.map { "\nstatement: \($0)" } ?? "")
        case .configuration, .encoding, .misuse, .closed: description
        }
    }
}
