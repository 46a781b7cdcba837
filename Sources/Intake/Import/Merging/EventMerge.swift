import Postgres

/// How staged usage events become rows of `usage_events`.
///
/// This is where millions of rows meet an index of millions. What is nearly always true is tried first, and done the careful way where it is not:
/// - Without ids of the source's, events are inserted as if none were there (a second load ends at its first row).
/// - With ids, those that are not there under theirs are inserted; only if some were, corrections are looked for.
struct EventMerge {
    let staged: StagedFile
    let connection: Connection
    let touched: TouchedCustomers
    let writing: EventWriting

    /// - Parameter bringsCustomers: whether the import brings customers too, who then count as existing.
    init(_ staged: StagedFile, bringsCustomers: Bool, on connection: Connection) {
        self.staged = staged
        self.connection = connection
        touched = TouchedCustomers(connection: connection)
        writing = EventWriting(staged: staged, bringsCustomers: bringsCustomers, touched: touched)
    }

    func run() async throws -> (inserted: Int, updated: Int) {
        guard staged.rows > 0 else { return (0, 0) }
        let corrections = EventCorrections(staged: staged, connection: connection, touched: touched)
        guard staged.givenIDs > 0, try await holdsEvents() else { return (try await insertNew(), 0) }
        guard try await corrections.canBeProbed() else {
            let removed = try await corrections.remove(byProbing: false)
            return (max(0, try await insertNew() - removed), removed)
        }
        let inserted = try await writing.insert(.withUnknownIDs, areNews: !someAreThere(), on: connection)
        guard inserted < staged.rows else { return (inserted, 0) }
        let removed = try await corrections.remove(byProbing: true)
        if removed > 0 { _ = try await writing.insert(.corrected, areNews: false, on: connection) }
        return (inserted, removed)
    }

    private func holdsEvents() async throws -> Bool {
        try await connection.query("SELECT EXISTS (SELECT FROM mainstay.usage_events) AS found").first?.decode("found") ?? false
    }

    /// Inserts what is not there. Asking for each event whether it is costs half as much again as inserting it, so at first nothing is asked;
    /// if a share p of the file is there, the attempt ends after some 1/p rows. A savepoint makes it harmless.
    private func insertNew() async throws -> Int {
        if try await !someAreThere() {
            do {
                return try await connection.transaction { try await writing.insert(.all, areNews: true, on: $0) }
            } catch let error as PostgresError where error.sqlState == .uniqueViolation {
                // Some are there: ask for each.
            }
        }
        return try await writing.insert(.unlessThere, areNews: false, on: connection)
    }

    /// Looks for some thousand rows of the file, from all over it: exports begin with the oldest or with the newest.
    private func someAreThere() async throws -> Bool {
        let percent = min(100, 100_000 / Double(staged.rows))
        return try await connection.query(
            """
            SELECT EXISTS (SELECT FROM \(raw: staged.file.staging) AS s TABLESAMPLE BERNOULLI (\(percent))
                             JOIN mainstay.usage_events AS e
                               ON (e.user_id, e.occurred_at, e.event_id) = (s.user_id, s.occurred_at, s.row_id)) AS found
            """
        ).first?.decode("found") ?? false
    }
}
