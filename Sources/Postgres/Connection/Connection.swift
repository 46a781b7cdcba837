internal import CLibPQ
internal import Synchronization

/// A session on a PostgreSQL server.
///
/// ```swift
/// let connection = try await Connection.open(ConnectionConfiguration(url: "postgresql:///app"))
/// let rows = try await connection.query("SELECT id, arr FROM mainstay.users WHERE segment = \(segment)")
/// ```
///
/// Calls block a thread of the connection's own, never one of Swift's pool. Cancelling the task cancels the statement
/// on the server, and the call throws `CancellationError`. When the session is lost every further call fails; a
/// ``Pool`` replaces such connections.
///
/// Each call changes threads twice. Where many small statements follow each other, a function with a parameter
/// `connection: isolated Connection` runs on the connection's thread itself and saves that.
public actor Connection {
    private nonisolated let executor = ConnectionExecutor()
    private nonisolated let canceller = StatementCanceller()
    private nonisolated let inbox: NoticeInbox
    private nonisolated let standing = Atomic<Standing>(.ready)
    private nonisolated let socket = Atomic<Int32>(-1)
    private var session: Session?
    var occupation = Occupation()

    /// What others may know without waiting for the connection.
    enum Standing: UInt8, AtomicRepresentable {
        /// Between transactions.
        case ready
        /// Inside a transaction or a COPY.
        case occupied
        /// Lost or closed.
        case dead
    }

    public nonisolated var unownedExecutor: UnownedSerialExecutor {
        executor.asUnownedSerialExecutor()
    }

    private init(_ configuration: ConnectionConfiguration) {
        inbox = NoticeInbox(handler: configuration.noticeHandler)
    }

    /// Connects and sets the session up.
    ///
    /// - Throws: ``PostgresError/connection(_:)``, with the server's SQLSTATE when it refused; `CancellationError`.
    public static func open(_ configuration: ConnectionConfiguration) async throws -> Connection {
        let connection = Connection(configuration)
        try await connection.connect(configuration)
        return connection
    }

    private func connect(_ configuration: ConnectionConfiguration) throws {
        let session = try Session(configuration, notices: inbox)
        canceller.attach(to: session.link)
        socket.store(session.socket, ordering: .relaxed)
        self.session = session
    }

    /// Runs one statement and returns its rows.
    ///
    /// - Throws: ``PostgresError``; `CancellationError` when the task was cancelled.
    public func query(_ sql: SQL, file: String = #fileID, line: Int = #line) async throws -> [Row] {
        try await interruptible { session throws(PostgresError) in
            try session.query(sql, CallSite(file: file, line: line)).rows
        }
    }

    /// Runs one statement.
    ///
    /// - Returns: the number of rows it inserted, changed, deleted or selected.
    /// - Throws: ``PostgresError``; `CancellationError` when the task was cancelled.
    @discardableResult
    public func execute(_ sql: SQL, file: String = #fileID, line: Int = #line) async throws -> Int {
        try await interruptible { session throws(PostgresError) in
            try session.execute(sql, CallSite(file: file, line: line))
        }
    }

    /// Runs several statements, separated by semicolons, as one implicit transaction.
    ///
    /// - Warning: the text is sent as it is: only for text of the program's own, such as migrations.
    /// - Throws: ``PostgresError``; `CancellationError` when the task was cancelled.
    public func script(_ text: String, file: String = #fileID, line: Int = #line) async throws {
        try await interruptible { session throws(PostgresError) in
            try session.script(text, CallSite(file: file, line: line))
        }
    }

    /// Asks the server to give up the statement that is running now, if there is one; that call then throws with
    /// ``SQLState/queryCanceled``.
    public nonisolated func cancelRunningStatement() {
        canceller.cancelRunning()
    }

    /// The notices and warnings since the last call, at most the newest 100.
    public func takeNotices() -> [Notice] {
        inbox.take()
    }

    /// The process that serves this session, as `pg_stat_activity` and notifications name it; 0 when closed.
    public var backendPID: Int32 { session?.backendPID ?? 0 }

    /// Ends the session. What a transaction has not committed is lost.
    public func close() {
        socket.store(-1, ordering: .relaxed)
        standing.store(.dead, ordering: .releasing)
        session = nil
    }

    // MARK: For the other files of this module

    nonisolated var currentStanding: Standing {
        standing.load(ordering: .acquiring)
    }

    var openSocket: Int32? { session?.socket }

    /// Whether the server has said something while nothing was asked: most often that the session has ended.
    nonisolated var hasUnreadInput: Bool {
        let socket = socket.load(ordering: .relaxed)
        return socket >= 0 && Socket.isReadable(socket)
    }

    /// Reads what the server said unasked, and says whether the session is still there.
    func isAlive() -> Bool {
        guard let session else { return false }
        defer { noteStanding() }
        return (try? session.checkAlive(before: "")) != nil
    }

    /// Work that a cancelled task interrupts. Nothing is awaited in it, so nothing of another task comes in between.
    func interruptible<R>(
        duringCopy: Bool = false, _ work: (Session) throws(PostgresError) -> R
    ) async throws -> R {
        if !duringCopy { try occupation.check() }
        let session = try live()
        try Task.checkCancellation()
        let ticket = canceller.begin()
        defer {
            canceller.end(ticket)
            noteStanding()
        }
        do {
            return try await withTaskCancellationHandler {
                // Naming the actor is what keeps this closure on its thread: one that does not capture it would
                // block a thread of Swift's pool.
                assertIsolated()
                return try work(session)
            } onCancel: {
                canceller.cancel(ticket)
            }
        } catch let error as PostgresError where error.sqlState == .queryCanceled && canceller.wasCancelled(ticket) {
            throw CancellationError()
        }
    }

    /// Work that has to be finished whatever becomes of the task: the ends of transactions and copies.
    func uninterruptible<R>(_ work: (Session) throws(PostgresError) -> R) throws(PostgresError) -> R {
        let session = try live()
        defer { noteStanding() }
        return try work(session)
    }

    private func live() throws(PostgresError) -> Session {
        guard let session else { throw .closed }
        return session
    }

    func noteStanding() {
        guard let session, !session.isBroken else {
            standing.store(.dead, ordering: .releasing)
            return
        }
        let isReady = session.transactionStatus == PQTRANS_IDLE && occupation.depth == 0 && !occupation.isCopying
        standing.store(isReady ? .ready : .occupied, ordering: .releasing)
    }

    /// The server cancels the statement; for ends of COPY OUT, which have no other way to stop.
    func cancelOwnStatement() -> StatementCanceller.Ticket {
        let ticket = canceller.begin()
        canceller.cancel(ticket)
        return ticket
    }

    func endOwnStatement(_ ticket: StatementCanceller.Ticket) {
        canceller.end(ticket)
    }
}
