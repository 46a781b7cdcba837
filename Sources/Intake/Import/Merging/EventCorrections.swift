import Postgres

/// Events that come again under their ids, at another time or with other content: the old rows go, so that the new ones can come.
struct EventCorrections {
    let staged: StagedFile
    let connection: Connection
    let touched: TouchedCustomers

    /// One pass over the table costs as much for each of its rows as a look into a history for so many of that one's events.
    private static let pairsPerStoredEvent = 15.0

    private var staging: SQL { SQL(raw: staged.file.staging) }

    /// Whether events may be looked for one by one, each in its customer's history. That is four times faster than a pass over the whole
    /// table, unless few customers have long histories and many rows in the file: then every row would read a history of its own.
    func canBeProbed() async throws -> Bool {
        let pairs = try await plannedRows("SELECT FROM \(staging) AS s JOIN mainstay.usage_events AS e ON e.user_id = s.user_id")
        return try await pairs < plannedRows("SELECT FROM mainstay.usage_events") * Self.pairsPerStoredEvent
    }

    /// How many rows the planner expects. It knows from both tables' statistics who is frequent.
    private func plannedRows(_ query: SQL) async throws -> Double {
        let plan: String = try await connection.query("EXPLAIN (FORMAT JSON) \(query)").first?.decode(at: 0) ?? ""
        guard let number = plan.firstMatch(of: /"Plan Rows": ([0-9]+)/)?.output.1 else { return .infinity }
        return Double(number) ?? .infinity
    }

    /// Removes the rows that have a newer version in the file, and lists the file's lines in `import_corrections`.
    ///
    /// - Returns: how many were removed.
    func remove(byProbing: Bool) async throws -> Int {
        let feature: SQL = staged.has("feature") ? "s.feature" : "e.feature"
        // OFFSET 0 keeps the planner from making one join of it.
        let stored: SQL =
            byProbing
            ? """
            CROSS JOIN LATERAL (SELECT * FROM mainstay.usage_events AS h WHERE h.user_id = s.user_id AND h.event_id = s.row_id OFFSET 0) AS e
            """
            : "JOIN mainstay.usage_events AS e ON e.user_id = s.user_id AND e.event_id = s.row_id"
        let rows: SQL = byProbing ? "(SELECT * FROM \(staging) ORDER BY user_id, occurred_at, row_id)" : staging
        try await connection.execute(
            """
            CREATE TEMPORARY TABLE import_corrections ON COMMIT DROP AS
            SELECT e.user_id, e.occurred_at, e.event_id, s.line, LEAST(e.occurred_at, s.occurred_at) AS earliest, e.feature
              FROM \(rows) AS s \(stored)
             WHERE ROW(e.occurred_at, e.event_type, e.feature) IS DISTINCT FROM ROW(s.occurred_at, s.event_type, \(feature))
            """)
        let removed = try await connection.execute(
            """
            DELETE FROM mainstay.usage_events AS e USING pg_temp.import_corrections AS c
             WHERE (e.user_id, e.occurred_at, e.event_id) = (c.user_id, c.occurred_at, c.event_id)
            """)
        guard removed > 0 else { return 0 }
        if !staged.has("feature") {
            // The file says nothing of features: the new version keeps the old one's.
            try await connection.execute(
                "UPDATE \(staging) AS s SET feature = c.feature FROM pg_temp.import_corrections AS c WHERE c.line = s.line")
        }
        try await touched.add("SELECT user_id, earliest FROM pg_temp.import_corrections")
        return removed
    }
}
