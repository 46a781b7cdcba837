extension Connection {
    /// Receives the data of `COPY … TO STDOUT`, in parts of some 64 KiB that end where a row ends.
    ///
    /// - Throws: what `receive` throws, after the COPY was cancelled; ``PostgresError``; `CancellationError`.
    public nonisolated(nonsending) func copyOut(
        _ sql: SQL, file: String = #fileID, line: Int = #line,
        _ receive: nonisolated(nonsending) ([UInt8]) async throws -> Void
    ) async throws {
        let copy = CopyStatement(text: sql.text, site: CallSite(file: file, line: line))
        try await begin(copy, sql, .outOfServer)
        do {
            while let part = try await nextPart(of: copy) {
                try await receive(part)
            }
        } catch {
            await stop(copy)
            throw error
        }
        await stop(copy)
    }

    private func nextPart(of copy: CopyStatement) async throws -> [UInt8]? {
        try await interruptible(duringCopy: true) { session throws(PostgresError) in
            try session.nextCopyPart(copy.text, copy.site)
        }
    }

    private func stop(_ copy: CopyStatement) {
        try? uninterruptible { session in
            guard session.copy != nil, !session.isBroken else { return }
            let ticket = cancelOwnStatement()
            session.drainCopy()
            endOwnStatement(ticket)
        }
        occupation.isCopying = false
        noteStanding()
    }
}
