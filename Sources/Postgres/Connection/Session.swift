internal import CLibPQ

/// One libpq connection and what is known of it. Everything here blocks; ``Connection`` calls it on its own queue.
final class Session {
    let link: OpaquePointer
    private let notices: NoticeInbox
    private var statements: PreparedStatements
    /// The server ended the session, or the line is dead: no statement can be sent any more.
    var isBroken = false
    var copy: CopyDirection?

    enum CopyDirection {
        case intoServer, outOfServer
    }

    /// A complete answer, and the columns of it if they are known from an earlier one.
    struct Answer: ~Copyable {
        let result: LibPQResult
        let columns: Columns?
    }

    init(_ configuration: ConnectionConfiguration, notices: NoticeInbox) throws {
        link = try Handshake(configuration: configuration).connect(notices: notices)
        self.notices = notices
        statements = PreparedStatements(limit: configuration.preparedStatementLimit)
        try script(SessionSettings.statement(for: configuration), CallSite())
    }

    deinit {
        PQfinish(link)
    }

    var backendPID: Int32 { PQbackendPID(link) }
    var socket: Int32 { PQsocket(link) }
    var transactionStatus: PGTransactionStatusType { PQtransactionStatus(link) }

    func query(_ sql: SQL, _ site: CallSite) throws(PostgresError) -> ResultTable {
        let answer = try run(sql, site)
        return ResultTable(answer.result, columns: answer.columns)
    }

    func execute(_ sql: SQL, _ site: CallSite) throws(PostgresError) -> Int {
        try run(sql, site).result.affectedRows
    }

    /// Several statements in one message; without values, without preparing.
    func script(_ text: String, _ site: CallSite) throws(PostgresError) {
        try checkSendable(text)
        try checkAlive(before: text)
        _ = try answer(PQsendQuery(link, text), text, site)
    }

    private func run(_ sql: SQL, _ site: CallSite) throws(PostgresError) -> Answer {
        let text = sql.text
        try checkSendable(text)
        try checkAlive(before: text)
        let parameters = try Parameters(sql.bindings, statement: text)
        let key = PreparedStatements.Key(text: text, types: parameters.types)
        // A failed transaction refuses everything, also what making room for a statement needs.
        let advice = transactionStatus == PQTRANS_INERROR ? .sendText : statements.advise(key)
        let mayRepeat = transactionStatus == PQTRANS_IDLE
        do {
            switch advice {
            case .sendText:
                break
            case .run(let name, let columns):
                return try runPrepared(name, columns, key, parameters, site)
            case .prepare(let name, let evicted):
                evicted.forEach(deallocate)
                _ = try answer(parameters.prepare(text, name: name, on: link), text, site)
                statements.prepared(key, name: name)
                return try runPrepared(name, nil, key, parameters, site)
            }
        } catch {
            // Inside a transaction the error has ended that already.
            guard isStale(advice, key, error), mayRepeat else { throw error }
        }
        return Answer(result: try answer(parameters.send(text, on: link), text, site), columns: nil)
    }

    private func runPrepared(
        _ name: String, _ known: Columns?, _ key: PreparedStatements.Key, _ parameters: Parameters, _ site: CallSite
    ) throws(PostgresError) -> Answer {
        let result = try answer(parameters.send(prepared: name, on: link), key.text, site)
        let columns = known ?? Columns(result)
        if known == nil { statements.learn(key, columns: columns) }
        return Answer(result: result, columns: columns)
    }

    private func deallocate(_ name: String) {
        // A name that is gone already is what is wanted.
        _ = LibPQResult(PQexec(link, "DEALLOCATE \(name)"))
    }

    /// Whether not the statement failed but its preparation, so that it has not run; forgets what is not true any more.
    private func isStale(_ advice: PreparedStatements.Advice, _ key: PreparedStatements.Key, _ error: PostgresError) -> Bool {
        guard case .server(let serverError) = error else { return false }
        switch (serverError.sqlState, advice) {
        case (.invalidStatementName, .run):
            // Someone discarded the session's statements.
            statements.forgetAll()
        case (.featureNotSupported, .run(let name, _)) where serverError.routine == "RevalidateCachedQuery":
            // A table of it got other columns.
            statements.forget(key)
            if transactionStatus == PQTRANS_IDLE { deallocate(name) }
        case (.duplicatePreparedStatement, .prepare):
            // Another session's statement has the name: a pooler shares server processes between sessions.
            statements = PreparedStatements(limit: 0)
        default:
            return false
        }
        return true
    }

    /// Reads the whole answer to what was sent: the last result, or the first error.
    ///
    /// (libpq's one-call forms give the last error instead: for a session that the server ends that is the broken line,
    /// and not the server's reason before it.)
    ///
    /// - Parameter sent: what libpq's sending function returned.
    func answer(_ sent: Int32, _ statement: String, _ site: CallSite) throws(PostgresError) -> LibPQResult {
        guard sent == 1 else { throw refused(statement) }
        var last: LibPQResult?
        var problem: PostgresError?
        while let result = LibPQResult(PQgetResult(link)) {
            switch result.status {
            case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
                last = .some(consume result)
            case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH:
                isBroken = true
                throw .misuse("COPY from or to the program goes through copyIn or copyOut [\(statement)]")
            default:
                problem = problem ?? failure(result, statement, site)
            }
            if PQstatus(link) == CONNECTION_BAD { break }
        }
        if let problem { throw problem }
        guard let last else { throw lost(statement) }
        return last
    }

    func failure(_ result: borrowing LibPQResult, _ statement: String, _ site: CallSite) -> PostgresError {
        if let error = result.serverError(statement: statement, callSite: site) {
            if error.endsSession || PQstatus(link) == CONNECTION_BAD { isBroken = true }
            return .server(error)
        }
        return refused(statement)
    }

    /// No word of the server: the line is dead, or libpq itself refused, for instance more than 65,535 values.
    private func refused(_ statement: String) -> PostgresError {
        PQstatus(link) == CONNECTION_BAD ? lost(statement) : .encoding(lastMessage, statement: statement)
    }

    func lost(_ statement: String, stage: ConnectionFailure.Stage = .duringStatement) -> PostgresError {
        isBroken = true
        return .connection(ConnectionFailure(stage: stage, message: lastMessage, statement: statement))
    }

    private var lastMessage: String {
        let message = PQerrorMessage(link).map { String(cString: $0).trimmingTrailingWhitespace() } ?? ""
        return message.isEmpty ? "the server closed the connection" : message
    }

    private func checkSendable(_ text: String) throws(PostgresError) {
        if text.utf8.contains(0) { throw .encoding("a statement cannot contain a zero byte", statement: "…") }
    }

    /// Between statements the server says nothing but farewell and notices: both are read here, so that a statement
    /// is not sent into a dead connection.
    func checkAlive(before statement: String) throws(PostgresError) {
        if isBroken { throw lost(statement, stage: .beforeStatement) }
        while Socket.isReadable(PQsocket(link)) {
            if PQconsumeInput(link) == 0 || PQstatus(link) == CONNECTION_BAD {
                throw lost(statement, stage: .beforeStatement)
            }
            // Parses what was read.
            _ = PQisBusy(link)
            if PQstatus(link) == CONNECTION_BAD { throw lost(statement, stage: .beforeStatement) }
        }
    }
}
