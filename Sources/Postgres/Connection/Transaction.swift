internal import CLibPQ

extension Connection {
    /// Runs `body` in a transaction: committed when it returns, rolled back when it throws.
    ///
    /// Inside another transaction of this connection it is a savepoint: what throws undoes only itself. All statements
    /// of a transaction belong to the task that began it and to tasks started in `body`; others are refused meanwhile.
    ///
    /// ```swift
    /// try await connection.transaction { connection in
    ///     try await connection.execute("INSERT INTO mainstay.alerts …")
    ///     try await connection.execute("INSERT INTO mainstay.outbox …")
    /// }
    /// ```
    ///
    /// - Throws: what `body` throws, after the rollback; ``PostgresError/transaction(_:)`` when BEGIN, COMMIT or
    ///   ROLLBACK fails. After a failed ROLLBACK the connection is closed.
    @discardableResult
    public nonisolated(nonsending) func transaction<R>(
        _ options: TransactionOptions = TransactionOptions(), file: String = #fileID, line: Int = #line,
        _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        let site = CallSite(file: file, line: line)
        var retriesLeft = options.retries
        while true {
            let scope = try await beginScope(options, site)
            do {
                return try await run(in: scope, site, body)
            } catch let error as PostgresError where error.asksForRetry && scope.isOutermost && retriesLeft > 0 {
                retriesLeft -= 1
                // The rivals that failed together must not meet again.
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...20)))
            }
        }
    }

    private nonisolated(nonsending) func run<R>(
        in scope: TransactionScope, _ site: CallSite, _ body: nonisolated(nonsending) (Connection) async throws -> R
    ) async throws -> R {
        let result: R
        do {
            result = try await Occupation.$turnsOfThisTask.withValue(Occupation.turnsOfThisTask + [scope.turn]) {
                try await body(self)
            }
        } catch {
            try await rollBack(scope, because: error, site)
            throw error
        }
        try await commit(scope, site)
        return result
    }

    private func beginScope(_ options: TransactionOptions, _ site: CallSite) async throws -> TransactionScope {
        let depth = occupation.depth
        if depth > 0, options != TransactionOptions() {
            throw PostgresError.misuse("a transaction inside another one has that one's options")
        }
        let statement = depth == 0 ? options.beginStatement : "SAVEPOINT \(TransactionScope.name(atDepth: depth))"
        do {
            try await interruptible { session throws(PostgresError) in try session.script(statement, site) }
        } catch let error as PostgresError {
            if case .misuse = error { throw error }
            throw PostgresError.transaction(TransactionFailure(step: .begin, cause: error, bodyError: nil))
        }
        defer { noteStanding() }
        return TransactionScope(turn: occupation.begin(), depth: depth)
    }

    private func commit(_ scope: TransactionScope, _ site: CallSite) throws {
        do {
            try uninterruptible { session throws(PostgresError) in
                // COMMIT of a transaction that has failed answers like a success and rolls back.
                if session.transactionStatus == PQTRANS_INERROR { throw .misuse("aborted") }
                try session.script(scope.commitStatement, site)
            }
            occupation.end(scope.turn)
            noteStanding()
        } catch {
            var cause: any Error = error
            if case .misuse = error { cause = AbortedTransaction() }
            let failure = TransactionFailure(step: .commit, cause: cause, bodyError: nil)
            try rollBack(scope, because: PostgresError.transaction(failure), site)
            throw PostgresError.transaction(failure)
        }
    }

    /// - Throws: only when the rollback itself fails; then nobody can say what state the session is in, and it is closed.
    private func rollBack(_ scope: TransactionScope, because reason: any Error, _ site: CallSite) throws {
        defer {
            occupation.end(scope.turn)
            noteStanding()
        }
        // Without a session there is no transaction any more: the body's error says it all.
        if currentStanding == .dead { return }
        do {
            try uninterruptible { session throws(PostgresError) in
                // A failed COMMIT has ended the transaction already.
                if session.transactionStatus == PQTRANS_IDLE { return }
                try session.script(scope.rollbackStatement, site)
            }
        } catch {
            close()
            throw PostgresError.transaction(TransactionFailure(step: .rollback, cause: error, bodyError: reason))
        }
    }
}

/// One level of nested transactions.
struct TransactionScope: Sendable {
    let turn: Occupation.Turn
    let depth: Int

    var isOutermost: Bool { depth == 0 }

    static func name(atDepth depth: Int) -> String { "mainstay_\(depth)" }

    var commitStatement: String {
        isOutermost ? "COMMIT" : "RELEASE SAVEPOINT \(Self.name(atDepth: depth))"
    }

    var rollbackStatement: String {
        let name = Self.name(atDepth: depth)
        return isOutermost ? "ROLLBACK" : "ROLLBACK TO SAVEPOINT \(name); RELEASE SAVEPOINT \(name)"
    }
}
