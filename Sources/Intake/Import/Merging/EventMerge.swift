import Domain
import Postgres
import Schema

/// How staged usage events become rows of `usage_events`.
///
/// This is where millions of rows meet an index of millions, so three things are tried before the safe and slow way:
/// - Corrections are looked for only where the file gives ids and the table has rows.
/// - Events are first inserted as if none were there. Asking about each costs as much again as inserting it; and where some are there,
///   the first of them ends the attempt, after 1/p rows if a share p of the file is known. A savepoint makes the attempt harmless.
/// - Which customers were touched is not asked for where that is probably everybody.
/// - Nor is it asked beforehand whether all customers exist: the id is taken from the customer, so that the table refuses an event of none.
struct EventMerge {
    let staged: StagedFile
    /// Whether the import brings customers too, who then count as existing.
    let bringsCustomers: Bool
    let connection: Connection
    let touched: TouchedCustomers

    private var staging: SQL { SQL(raw: staged.file.staging) }

    func run() async throws -> (inserted: Int, updated: Int) {
        guard staged.rows > 0 else { return (0, 0) }
        let updated = try await removeCorrected()
        let written = try await insert()
        return (max(0, written - updated), updated)
    }

    /// An event that came again under its id, at another time or with other content, is corrected: the old row goes, the new one comes.
    private func removeCorrected() async throws -> Int {
        guard staged.givenIDs > 0, try await holdsEvents() else { return 0 }
        let feature: SQL = staged.has("feature") ? "s.feature" : "e.feature"
        try await connection.execute(
            """
            CREATE TEMPORARY TABLE import_corrections ON COMMIT DROP AS
            SELECT e.user_id, e.occurred_at, e.event_id, s.line, LEAST(e.occurred_at, s.occurred_at) AS earliest, e.feature
              FROM \(staging) AS s
              JOIN mainstay.usage_events AS e ON e.user_id = s.user_id AND e.event_id = s.row_id
             WHERE ROW(e.occurred_at, e.event_type, e.feature) IS DISTINCT FROM ROW(s.occurred_at, s.event_type, \(feature))
            """)
        let removed = try await connection.execute(
            """
            DELETE FROM mainstay.usage_events AS e USING pg_temp.import_corrections AS c
             WHERE (e.user_id, e.occurred_at, e.event_id) = (c.user_id, c.occurred_at, c.event_id)
            """)
        guard removed > 0 else { return 0 }
        if !staged.has("feature") {
            try await connection.execute(
                "UPDATE \(staging) AS s SET feature = c.feature FROM pg_temp.import_corrections AS c WHERE c.line = s.line")
        }
        try await touched.add("SELECT user_id, earliest FROM pg_temp.import_corrections")
        return removed
    }

    private func holdsEvents() async throws -> Bool {
        try await connection.query("SELECT EXISTS (SELECT FROM mainstay.usage_events) AS found").first?.decode("found") ?? false
    }

    private func insert() async throws -> Int {
        if try await !probablyKnown() {
            do {
                return try await connection.transaction { connection in
                    try await write(on: connection, onConflict: "")
                }
            } catch let error as PostgresError where error.sqlState == .uniqueViolation {
                // Some are there: ask for each.
            }
        }
        return try await write(on: connection, onConflict: "ON CONFLICT DO NOTHING")
    }

    /// Looks for the first thousand rows of the file: where a source exports everything each time, the oldest come first.
    private func probablyKnown() async throws -> Bool {
        try await connection.query(
            """
            SELECT EXISTS (SELECT FROM (SELECT user_id, occurred_at, row_id FROM \(staging) LIMIT 1000) AS s
                             JOIN mainstay.usage_events AS e
                               ON (e.user_id, e.occurred_at, e.event_id) = (s.user_id, s.occurred_at, s.row_id)) AS found
            """
        ).first?.decode("found") ?? false
    }

    /// Sorted by the key: an index fills page by page then. In the order of the file it takes three times as long.
    private func write(on connection: Connection, onConflict: SQL) async throws -> Int {
        let existing: SQL = bringsCustomers ? "COALESCE(u.user_id, n.row_id)" : "u.user_id"
        let brought: SQL =
            bringsCustomers ? "LEFT JOIN \(raw: ImportFile.users.staging) AS n ON u.user_id IS NULL AND n.row_id = s.user_id" : ""
        // The inner order lets customers be joined by merging; the outer one is what counts, and free then.
        let statement: SQL = """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature, event_id)
            SELECT \(existing), s.event_type, s.occurred_at, s.feature, s.row_id
              FROM (SELECT * FROM \(staging) ORDER BY user_id, occurred_at, row_id) AS s
              LEFT JOIN mainstay.users AS u ON u.user_id = s.user_id \(brought)
             ORDER BY s.user_id, s.occurred_at, s.row_id \(onConflict)
            """
        if onConflict.text.isEmpty, try await touched.probablyEverybody(in: staged) {
            let written = try await connection.execute(statement)
            try await touched.addEverybody(since: "SELECT min(occurred_at) AS earliest FROM \(staging)")
            return written
        }
        try await connection.execute(
            """
            WITH added AS (\(statement) RETURNING user_id, occurred_at)
            INSERT INTO pg_temp.import_touched (user_id, earliest, events)
            SELECT user_id, min(occurred_at), count(*) FROM added GROUP BY user_id
            """)
        return try await connection.query("SELECT COALESCE(sum(events), 0)::bigint AS events FROM pg_temp.import_touched")
            .first?.decode("events") ?? 0
    }
}
