import CustomerMetrics
import Domain
import Postgres
import Schema

/// Who rose from Critical to Healthy, and what preceded it?
struct CriticalRecoveries: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        let customer: Customer
        /// The last Critical score.
        let lowestScore: Int
        let score: Int
        let healthySince: Moment
        let preceded: Preceded
    }

    /// What happened in the ``daysBefore`` days before a customer was Healthy.
    struct Preceded: Sendable, Hashable {
        let messages: Int
        let newestMessage: CampaignContact?
        let ticketsClosed: Int
        /// Days on which there was an activity.
        let activeDays: Int
        /// Whole days of the longest silence that ended; nil where there was none to measure.
        let silentDays: Int?
        /// Used for the first time.
        let features: [String]
    }

    static let windowDays = 7
    static let daysBefore = 30
    /// Days within which a customer is new: beginning Critical and becoming Healthy is no recovery then. The function's own.
    static let newDays = 14
    /// What preceded is looked up for so many of them.
    static let lookedAt = 200

    let total: Int
    /// The highest ARR first, at most ``lookedAt``.
    let entries: [Entry]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> CriticalRecoveries {
        let rows = try await connection.query(
            """
            SELECT * FROM mainstay.critical_recoveries(\(asOf), \(windowDays)::integer, \(daysBefore)::integer, \(lookedAt)::integer)
            """)
        return CriticalRecoveries(total: try rows.first?.decode("total") ?? 0, entries: try rows.map(Entry.init))
    }
}

extension CriticalRecoveries.Entry {
    init(_ row: Row) throws {
        self.init(
            customer: try Customer(row), lowestScore: try row["critical_total"], score: try row["total_health_score"],
            healthySince: try row["healthy_since"],
            preceded: CriticalRecoveries.Preceded(
                messages: try row["messages"], newestMessage: try CampaignContact(row), ticketsClosed: try row["tickets_closed"],
                activeDays: try row["active_days"], silentDays: try row["silent_days"], features: try row["features"]))
    }
}
