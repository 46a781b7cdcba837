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
        /// What had become of the newest alert about it at the moment asked for; nil where there was none.
        public let alert: AlertStanding?
    }

    /// How an alert stands.
    public struct AlertStanding: Sendable, Hashable {
        public enum State: String, Sendable, Hashable {
            case pending, firing, acknowledged, over
        }

        public let id: Int64
        public let state: State
        /// Who said that they have it in hand, as the history of the alert names them; nil while nobody has.
        public let acknowledgedBy: String?
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
            SELECT t.*, a.alert_id, a.alert_state, a.acknowledged_by
              FROM (SELECT t.*, count(*) OVER () AS total
                      FROM mainstay.turned_critical(\(asOf), \(windowHours)::integer) WITH ORDINALITY AS t
                     ORDER BY t.ordinality LIMIT \(limit)) AS t
              LEFT JOIN LATERAL (
                SELECT a.alert_id,
                       CASE WHEN a.closed_at <= \(asOf) THEN 'over' WHEN m.moved_at IS NOT NULL THEN 'acknowledged'
                            WHEN a.fired_at <= \(asOf) THEN 'firing' ELSE 'pending' END AS alert_state,
                       m.actor AS acknowledged_by
                  FROM mainstay.alerts AS a
                  LEFT JOIN LATERAL (SELECT v.moved_at, v.actor FROM mainstay.alert_moves AS v
                                      WHERE v.alert_id = a.alert_id AND v.move = 'acknowledged' AND v.moved_at <= \(asOf)
                                      ORDER BY v.move_id DESC LIMIT 1) AS m ON true
                 WHERE a.user_id = t.user_id AND a.rule = 'critical_customer' AND a.opened_at <= \(asOf)
                 ORDER BY a.opened_at DESC, a.alert_id DESC LIMIT 1) AS a ON true
             ORDER BY t.ordinality
            """)
        return TurnedCritical(
            asOf: asOf, windowHours: windowHours, total: try rows.first?.decode("total") ?? 0, entries: try rows.map(Entry.init))
    }
}

extension TurnedCritical.Entry {
    init(_ row: Row) throws {
        self.init(
            customer: try Customer(row), turnedAt: try row["turned_at"], scoreBefore: try row["from_total"], scoreThen: try row["to_total"],
            scoreNow: try row["total_health_score"], statusNow: try row["health_status"], lastActivity: try row["last_activity"],
            alert: try TurnedCritical.AlertStanding(row))
    }
}

extension TurnedCritical.AlertStanding {
    init?(_ row: Row) throws {
        guard let id = try row.decode("alert_id", as: Int64?.self) else { return nil }
        let state: String = try row["alert_state"]
        self.init(id: id, state: State(rawValue: state) ?? .pending, acknowledgedBy: try row["acknowledged_by"])
    }
}
