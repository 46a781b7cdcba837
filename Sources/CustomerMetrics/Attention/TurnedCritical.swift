public import Domain
public import Postgres
import Schema

/// Who turned Critical lately? From what the engine said when it changed a status, and for customers it had not known before from the facts.
public struct TurnedCritical: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public let customer: Customer
        /// When the engine noticed.
        public let turnedAt: Moment
        /// Nil for a customer who had no score before.
        public let scoreBefore: Int?
        public let scoreThen: Int
        /// At the moment asked for; nil when the customer has left since.
        public let scoreNow: Int?
        public let statusNow: HealthStatus?
        public let lastActivity: Moment?
    }

    public let asOf: Moment
    public let windowHours: Int
    /// How many there are.
    public let total: Int
    /// The first of them, by ARR.
    public let entries: [Entry]

    /// - Throws: ``PostgresError``.
    public static func fetch(
        asOf: Moment, windowHours: Int = 24, limit: Int = 50, on connection: Connection
    ) async throws -> TurnedCritical {
        let rows = try await connection.query(
            """
            SELECT t.*, count(*) OVER () AS total
              FROM mainstay.turned_critical(\(asOf), \(windowHours)::integer) WITH ORDINALITY AS t
             ORDER BY t.ordinality LIMIT \(limit)
            """)
        return TurnedCritical(
            asOf: asOf, windowHours: windowHours, total: try rows.first?.decode("total") ?? 0, entries: try rows.map(Entry.init))
    }
}

extension TurnedCritical.Entry {
    init(_ row: Row) throws {
        self.init(
            customer: try Customer(row), turnedAt: try row["turned_at"], scoreBefore: try row["from_total"], scoreThen: try row["to_total"],
            scoreNow: try row["total_health_score"], statusNow: try row["health_status"], lastActivity: try row["last_activity"])
    }
}
