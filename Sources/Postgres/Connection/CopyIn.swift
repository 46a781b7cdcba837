extension Connection {
    /// Sends data to `COPY … FROM STDIN`.
    ///
    /// ```swift
    /// let rows = try await connection.copyIn("COPY mainstay.usage_events FROM STDIN (FORMAT csv)") { writer in
    ///     for try await chunk in file { try await writer.write(chunk) }
    /// }
    /// ```
    ///
    /// When `body` throws the COPY fails on the server, so that none of its rows stay.
    ///
    /// - Returns: the number of rows copied.
    /// - Throws: what `body` throws; ``PostgresError/server(_:)`` when the server refuses the data, with the line in
    ///   ``ServerError/copyLine``; `CancellationError`.
    @discardableResult
    public nonisolated(nonsending) func copyIn(
        _ sql: SQL, file: String = #fileID, line: Int = #line,
        _ body: nonisolated(nonsending) (CopyWriter) async throws -> Void
    ) async throws -> Int {
        let copy = CopyStatement(text: sql.text, site: CallSite(file: file, line: line))
        try await begin(copy, sql, .intoServer)
        let writer = CopyWriter(self, copy)
        do {
            try await body(writer)
            try await writer.flush()
        } catch {
            await abandon(copy, because: error)
            throw writer.failure ?? error
        }
        return try await finish(copy)
    }

    func begin(_ copy: CopyStatement, _ sql: SQL, _ direction: Session.CopyDirection) async throws {
        try await interruptible { session throws(PostgresError) in
            try session.beginCopy(direction, sql, copy.site)
        }
        occupation.isCopying = true
        noteStanding()
    }

    func put(_ part: [UInt8], _ copy: CopyStatement) async throws {
        try await interruptible(duringCopy: true) { session throws(PostgresError) in
            try session.put(part, copy.text, copy.site)
        }
    }

    private func finish(_ copy: CopyStatement) async throws -> Int {
        defer {
            occupation.isCopying = false
            noteStanding()
        }
        do {
            return try await interruptible(duringCopy: true) { session throws(PostgresError) in
                try session.endCopy(failing: nil, copy.text, copy.site)
            }
        } catch let error as CancellationError {
            // Cancelled before the end was sent: the server still waits for data.
            endIncomplete(copy, because: error)
            throw error
        }
    }

    private func abandon(_ copy: CopyStatement, because error: any Error) {
        endIncomplete(copy, because: error)
        occupation.isCopying = false
        noteStanding()
    }

    private func endIncomplete(_ copy: CopyStatement, because error: any Error) {
        // Throws by its nature: failing the COPY is what is asked for, and the reason is thrown by the caller.
        _ = try? uninterruptible { session throws(PostgresError) in
            guard session.copy != nil else { return }
            _ = try session.endCopy(failing: "\(type(of: error))", copy.text, copy.site)
        }
    }
}

/// What belongs to a COPY while it runs.
struct CopyStatement: Sendable {
    let text: String
    let site: CallSite
}

/// Takes the data of a `COPY … FROM STDIN`. Small writes are gathered; those of 64 KiB and more go out as they are.
public final class CopyWriter {
    private static let partSize = 1 << 17

    private let connection: Connection
    private let copy: CopyStatement
    private var buffer: [UInt8] = []
    /// Why the server or the connection ended the COPY: thrown by `copyIn` whatever the body does with it.
    private(set) var failure: (any Error)?

    init(_ connection: Connection, _ copy: CopyStatement) {
        self.connection = connection
        self.copy = copy
        buffer.reserveCapacity(Self.partSize + Self.partSize / 8)
    }

    /// Adds bytes; they may end anywhere, also inside a row.
    ///
    /// - Throws: ``PostgresError`` when the server has refused what was sent so far; `CancellationError`.
    public nonisolated(nonsending) func write(_ bytes: [UInt8]) async throws {
        if bytes.count >= Self.partSize / 2 {
            try await flush()
            try await send(bytes)
            return
        }
        buffer.append(contentsOf: bytes)
        if buffer.count >= Self.partSize { try await flush() }
    }

    /// Adds text.
    ///
    /// - Throws: ``PostgresError`` when the server has refused what was sent so far; `CancellationError`.
    public nonisolated(nonsending) func write(_ text: String) async throws {
        buffer.append(contentsOf: text.utf8)
        if buffer.count >= Self.partSize { try await flush() }
    }

    nonisolated(nonsending) func flush() async throws {
        if let failure { throw failure }
        guard !buffer.isEmpty else { return }
        try await send(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private nonisolated(nonsending) func send(_ part: [UInt8]) async throws {
        if let failure { throw failure }
        do {
            try await connection.put(part, copy)
        } catch {
            failure = error
            throw error
        }
    }
}
