import Postgres

/// What is known of a company's making; kept in its database, where it also says that the making came to its end.
struct LoadRecord: Sendable {
    let events: Int
    let eventsPerSecond: Double
    /// The first reconcile, which writes every row.
    let firstReconcileSeconds: Double
    /// Share of the customers for whom the yardstick gives the total that Mainstay gives.
    let agreeing: Double
    /// The company was there from an earlier run.
    let wasKept: Bool

    /// - Returns: nil where the making did not come to its end.
    static func read(on connection: Connection) async throws -> LoadRecord? {
        guard try await connection.query("SELECT to_regclass('bench.load') IS NOT NULL AS found").first?.decode("found") ?? false else {
            return nil
        }
        return try await connection.query("SELECT * FROM bench.load").first.map { row in
            LoadRecord(
                events: try row["events"], eventsPerSecond: try row["events_per_second"],
                firstReconcileSeconds: try row["first_reconcile_seconds"],
                agreeing: try row["agreeing"], wasKept: true)
        }
    }

    func write(on connection: Connection) async throws {
        try await connection.execute(
            """
            CREATE TABLE bench.load AS
            SELECT \(raw: "\(events)")::bigint AS events, \(raw: "\(eventsPerSecond)")::float8 AS events_per_second,
                   \(raw: "\(firstReconcileSeconds)")::float8 AS first_reconcile_seconds, \(raw: "\(agreeing)")::float8 AS agreeing
            """)
    }
}
