internal import CLibPQ

#if canImport(Glibc)
    internal import Glibc
#elseif canImport(Musl)
    internal import Musl
#else
    internal import Darwin
#endif

/// Opens a connection step by step: libpq's one-call form can neither be cancelled, nor say the server's SQLSTATE,
/// nor be kept from printing notices.
struct Handshake {
    /// When the address has no `connect_timeout`.
    private static let defaultTimeout: Duration = .seconds(10)
    /// A line that died without a word is noticed within a minute; the systems' defaults take hours.
    private static let keepAlive = ["keepalives_idle": "30", "keepalives_interval": "10", "keepalives_count": "3"]
    /// How often a waiting connection looks whether its task was cancelled.
    private static let glance: Duration = .milliseconds(100)

    let configuration: ConnectionConfiguration

    /// - Returns: a live connection, which the caller must finish.
    func connect(notices: NoticeInbox) throws -> OpaquePointer {
        var parameters = configuration.parameters
        parameters["client_encoding"] = "UTF8"
        if let name = configuration.applicationName, parameters["application_name"] == nil {
            parameters["application_name"] = name
        }
        if parameters["fallback_application_name"] == nil { parameters["fallback_application_name"] = "mainstay" }
        for (keyword, value) in Self.keepAlive where parameters[keyword] == nil { parameters[keyword] = value }
        guard let connection = start(parameters) else {
            throw PostgresError.connection(ConnectionFailure(stage: .opening, message: "out of memory"))
        }
        do {
            notices.install(on: connection)
            _ = PQsetErrorVerbosity(connection, PQERRORS_VERBOSE)
            try complete(connection)
            _ = PQsetErrorVerbosity(connection, PQERRORS_DEFAULT)
            return connection
        } catch {
            PQfinish(connection)
            throw error
        }
    }

    private func start(_ parameters: [String: String]) -> OpaquePointer? {
        let pairs = parameters.map { (strdup($0.key), strdup($0.value)) }
        defer {
            for (key, value) in pairs {
                free(key)
                free(value)
            }
        }
        let keywords = pairs.map { UnsafePointer($0.0) } + [nil]
        let values = pairs.map { UnsafePointer($0.1) } + [nil]
        return PQconnectStartParams(keywords, values, 0)
    }

    private func complete(_ connection: OpaquePointer) throws {
        if PQstatus(connection) == CONNECTION_BAD { throw failure(of: connection) }
        let clock = ContinuousClock()
        let deadline = clock.now + timeout
        var polling = PGRES_POLLING_WRITING
        while polling != PGRES_POLLING_OK {
            guard polling != PGRES_POLLING_FAILED else { throw failure(of: connection) }
            let event: Socket.Event = polling == PGRES_POLLING_READING ? .readable : .writable
            while !Socket.wait(PQsocket(connection), until: event, atMost: Self.glance) {
                try Task.checkCancellation()
                if clock.now >= deadline {
                    throw PostgresError.connection(
                        ConnectionFailure(stage: .opening, message: "no answer within \(timeout) (\(configuration))"))
                }
            }
            polling = PQconnectPoll(connection)
        }
    }

    private var timeout: Duration {
        guard let text = configuration.parameters["connect_timeout"], let seconds = Int(text), seconds > 0 else {
            return Self.defaultTimeout
        }
        return .seconds(seconds)
    }

    /// In verbose form a server's message carries its SQLSTATE, `FATAL:  28P01: password authentication failed …`,
    /// and lines on where in the server's source it arose, which are left out.
    private func failure(of connection: OpaquePointer) -> PostgresError {
        let text = PQerrorMessage(connection).map { String(cString: $0) } ?? ""
        var message = text.split(separator: "\n").filter { !$0.hasPrefix("LOCATION:") }.joined(separator: "; ")
        var sqlState: SQLState?
        if let match = message.firstMatch(of: #/:  ([0-9A-Z]{5}): /#) {
            sqlState = SQLState(rawValue: String(match.1))
            message.replaceSubrange(match.range, with: ": ")
        }
        return .connection(ConnectionFailure(stage: .opening, message: message, sqlState: sqlState))
    }
}
