import Postgres

/// Inserts staged events in the order of the table's key: the index is filled page by page then. In the order of a file it takes three times as long.
///
/// Whether all customers exist is not asked beforehand: the id is taken from the customer, so that the table refuses (23502) an event of none.
/// Nor is it asked which customers were touched where that is probably everybody.
struct EventWriting {
    enum Choice {
        /// Fails (23505) when one is there already.
        case all
        /// Those that are not there.
        case unlessThere
        /// Those whose customer has no event of this id, at whatever time.
        case withUnknownIDs
        /// Those whose former versions were removed.
        case corrected

        /// Scalar subqueries stay what they are: looks into the customer's part of the index, whose pages the insert needs next anyhow.
        /// ON CONFLICT would look as often, and announce every insert beforehand besides.
        fileprivate var condition: SQL {
            switch self {
            case .all: ""
            case .unlessThere:
                """
                WHERE (SELECT true FROM mainstay.usage_events AS e
                        WHERE e.user_id = s.user_id AND e.occurred_at = s.occurred_at AND e.event_id = s.row_id LIMIT 1) IS NULL
                """
            case .withUnknownIDs:
                """
                WHERE (SELECT true FROM mainstay.usage_events AS e WHERE e.user_id = s.user_id AND e.event_id = s.row_id LIMIT 1) IS NULL
                """
            case .corrected: "WHERE s.line IN (SELECT line FROM pg_temp.import_corrections)"
            }
        }

        /// A new version may be there already, beside the old one that was removed.
        fileprivate var onConflict: SQL {
            switch self {
            case .all, .unlessThere, .withUnknownIDs: ""
            case .corrected: "ON CONFLICT DO NOTHING"
            }
        }
    }

    let staged: StagedFile
    let bringsCustomers: Bool
    let touched: TouchedCustomers

    /// - Parameter areNews: next to none of the file's events are there, so that all its customers are touched.
    /// - Returns: the number of new rows.
    func insert(_ choice: Choice, areNews: Bool, on connection: Connection) async throws -> Int {
        let staging = SQL(raw: staged.file.staging)
        let existing: SQL = bringsCustomers ? "COALESCE(u.user_id, n.row_id)" : "u.user_id"
        let brought: SQL =
            bringsCustomers ? "LEFT JOIN \(raw: ImportFile.users.staging) AS n ON u.user_id IS NULL AND n.row_id = s.user_id" : ""
        // The inner order lets customers be joined by merging; the outer one is what counts, and free then.
        let statement: SQL = """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature, event_id)
            SELECT \(existing), s.event_type, s.occurred_at, s.feature, s.row_id
              FROM (SELECT * FROM \(staging) ORDER BY user_id, occurred_at, row_id) AS s
              LEFT JOIN mainstay.users AS u ON u.user_id = s.user_id \(brought)
             \(choice.condition)
             ORDER BY s.user_id, s.occurred_at, s.row_id \(choice.onConflict)
            """
        guard areNews, try await touched.probablyEverybody(in: staged) else { return try await insertAndList(statement, on: connection) }
        let written = try await connection.execute(statement)
        if written > 0 { try await touched.addEverybody(since: "SELECT min(occurred_at) AS earliest FROM \(staging)") }
        return written
    }

    private func insertAndList(_ statement: SQL, on connection: Connection) async throws -> Int {
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
