public import Domain
public import Postgres
import Schema

/// What went wrong lately? CRM syncs that did not succeed, jobs that failed, and refreshes that never ended.
public struct ErrorLog: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public let occurredAt: Moment
        /// `CRM sync`, `score refresh`, or `job` and its name.
        public let source: String
        /// `error` or `partial`.
        public let status: String
        public let message: String
    }

    public let asOf: Moment
    /// Days of 24 hours up to the moment.
    public let windowDays: Int
    /// How many there are.
    public let total: Int
    /// The newest of them, newest first.
    public let entries: [Entry]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, windowDays: Int = 30, limit: Int = 20, on connection: Connection) async throws -> ErrorLog {
        let rows = try await connection.query(
            """
            SELECT e.*, count(*) OVER () AS total FROM mainstay.error_log(\(asOf), \(windowDays)::integer) WITH ORDINALITY AS e
             ORDER BY e.ordinality LIMIT \(limit)
            """)
        return ErrorLog(
            asOf: asOf, windowDays: windowDays, total: try rows.first?.decode("total") ?? 0,
            entries: try rows.map { row in
                Entry(occurredAt: try row["occurred_at"], source: try row["source"], status: try row["status"], message: try row["message"])
            })
    }
}
