internal import Synchronization

/// A bounded number of connections to one database, shared by many tasks.
///
/// A connection is opened when it is first needed and kept. Tasks that find all of them in use wait in line. A connection
/// that was lost while nobody used it is replaced before the next task notices; a statement is sent again only if the
/// connection was found dead before it was sent. One that comes back inside an open transaction is closed.
///
/// Settings, advisory locks and temporary tables of a session outlive its lease: for those open a ``Connection``.
public final class Pool: Sendable {
    public let configuration: ConnectionConfiguration
    private let desk: Mutex<Desk>

    private enum Grant: Sendable {
        case use(PoolLedger.Slot)
        case open(PoolLedger.Slot)
    }

    private struct Desk {
        var ledger: PoolLedger
        var connections: [PoolLedger.Slot: Connection] = [:]
        var waiters: [PoolLedger.Waiter: CheckedContinuation<Grant, any Error>] = [:]
        var lastWaiter: PoolLedger.Waiter = 0
        var closers: [CheckedContinuation<Void, Never>] = []
    }

    private struct Lease {
        let slot: PoolLedger.Slot
        let connection: Connection
    }

    /// Opens nothing yet.
    ///
    /// - Parameter maximumConnections: at least 1.
    public init(_ configuration: ConnectionConfiguration, maximumConnections: Int = 8) {
        self.configuration = configuration
        desk = Mutex(Desk(ledger: PoolLedger(limit: maximumConnections)))
    }

    /// Lends a connection to `body`, which has it alone until it returns.
    ///
    /// - Throws: what `body` throws; ``PostgresError/connection(_:)`` when none can be opened;
    ///   ``PostgresError/closed``; `CancellationError` when the task is cancelled while waiting.
    @discardableResult
    public nonisolated(nonsending) func withConnection<R>(
        _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        let lease = try await lease()
        defer { giveBack(lease) }
        return try await body(lease.connection)
    }

    /// Runs one statement and returns its rows; see ``Connection/query(_:file:line:)``.
    public func query(_ sql: SQL, file: String = #fileID, line: Int = #line) async throws -> [Row] {
        try await unlessDeadBefore { try await $0.query(sql, file: file, line: line) }
    }

    /// Runs one statement and returns the number of rows it touched; see ``Connection/execute(_:file:line:)``.
    @discardableResult
    public func execute(_ sql: SQL, file: String = #fileID, line: Int = #line) async throws -> Int {
        try await unlessDeadBefore { try await $0.execute(sql, file: file, line: line) }
    }

    /// Runs `body` in a transaction of a connection of its own; see ``Connection/transaction(_:file:line:_:)``.
    @discardableResult
    public nonisolated(nonsending) func transaction<R>(
        _ options: TransactionOptions = TransactionOptions(), file: String = #fileID, line: Int = #line,
        _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        try await withConnection { connection in
            try await connection.transaction(options, file: file, line: line, body)
        }
    }

    /// Gives out no more connections, closes the idle ones and waits until those in use have come back.
    public func close() async {
        let (connections, refused) = desk.withLock { desk in
            let (idle, waiting) = desk.ledger.close()
            return (
                idle.compactMap { desk.connections.removeValue(forKey: $0) },
                waiting.compactMap { desk.waiters.removeValue(forKey: $0) }
            )
        }
        for waiter in refused { waiter.resume(throwing: PostgresError.closed) }
        for connection in connections { await connection.close() }
        await withCheckedContinuation { continuation in
            let isFinished = desk.withLock { desk in
                if !desk.ledger.isFinished { desk.closers.append(continuation) }
                return desk.ledger.isFinished
            }
            if isFinished { continuation.resume() }
        }
    }

    /// A single statement that was not sent because its connection was dead is sent on another one.
    private nonisolated(nonsending) func unlessDeadBefore<R>(
        _ statement: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        while true {
            do {
                return try await withConnection(statement)
            } catch let error as PostgresError where error.cannotHaveRun {
                // That connection has left the pool; opening the next one fails in its own way if it must.
                continue
            }
        }
    }

    // MARK: Leases

    private nonisolated(nonsending) func lease() async throws -> Lease {
        switch try await grant() {
        case .open(let slot):
            return try await open(slot)
        case .use(let slot):
            guard let connection = desk.withLock({ $0.connections[slot] }) else { return try await open(slot) }
            if !connection.hasUnreadInput { return Lease(slot: slot, connection: connection) }
            if await connection.isAlive() { return Lease(slot: slot, connection: connection) }
            await connection.close()
            return try await open(slot)
        }
    }

    private nonisolated(nonsending) func open(_ slot: PoolLedger.Slot) async throws -> Lease {
        do {
            let connection = try await Connection.open(configuration)
            desk.withLock { $0.connections[slot] = connection }
            return Lease(slot: slot, connection: connection)
        } catch {
            settle(slot, usable: false)
            throw error
        }
    }

    private nonisolated(nonsending) func grant() async throws -> Grant {
        try Task.checkCancellation()
        let waiter = desk.withLock { desk in
            desk.lastWaiter += 1
            return desk.lastWaiter
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let answer: Result<Grant, any Error>? = desk.withLock { desk in
                    switch desk.ledger.ask(waiter) {
                    case .use(let slot): return .success(.use(slot))
                    case .open(let slot): return .success(.open(slot))
                    case .refuse: return .failure(PostgresError.closed)
                    case .wait:
                        // Cancelled before the handler could know of it.
                        if Task.isCancelled, desk.ledger.leave(waiter) { return .failure(CancellationError()) }
                        desk.waiters[waiter] = continuation
                        return nil
                    }
                }
                if let answer { continuation.resume(with: answer) }
            }
        } onCancel: {
            let continuation = desk.withLock { desk in
                desk.ledger.leave(waiter) ? desk.waiters.removeValue(forKey: waiter) : nil
            }
            continuation?.resume(throwing: CancellationError())
        }
    }

    private func giveBack(_ lease: Lease) {
        settle(lease.slot, usable: lease.connection.currentStanding == .ready)
    }

    private func settle(_ slot: PoolLedger.Slot, usable: Bool) {
        typealias Served = (continuation: CheckedContinuation<Grant, any Error>, grant: Grant)
        let (dropped, served, closers) = desk.withLock { desk -> (Connection?, Served?, [CheckedContinuation<Void, Never>]) in
            var dropped: Connection?
            var served: Served?
            switch desk.ledger.giveBack(slot, usable: usable) {
            case .keep: break
            case .pass(let waiter):
                served = desk.waiters.removeValue(forKey: waiter).map { ($0, .use(slot)) }
            case .discard:
                dropped = desk.connections.removeValue(forKey: slot)
            case .replace(let waiter, let newSlot):
                dropped = desk.connections.removeValue(forKey: slot)
                served = desk.waiters.removeValue(forKey: waiter).map { ($0, .open(newSlot)) }
            }
            defer { if desk.ledger.isFinished { desk.closers = [] } }
            return (dropped, served, desk.ledger.isFinished ? desk.closers : [])
        }
        if let served { served.continuation.resume(returning: served.grant) }
        for closer in closers { closer.resume() }
        if let dropped { Task { await dropped.close() } }
    }
}
