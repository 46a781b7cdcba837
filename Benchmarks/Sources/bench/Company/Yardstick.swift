import Domain
import Postgres
import Schema

/// The source document's materialized view (Metric 1), corrected so that it runs: computed in steps instead of over aliases of the same SELECT.
///
/// It reads fewer facts than Mainstay does: `last_login` alone for activity, and `COUNT(*)` for adoption.
enum Yardstick: String, Sendable, CaseIterable {
    /// Over Mainstay's own tables, with the indexes it has for itself.
    case overMainstayTables = "over_mainstay_tables"
    /// Over copies of the three tables without other indexes than a primary key, events in the order in which they happened: what the document's
    /// company has.
    case overPlainTables = "over_plain_tables"

    var title: String {
        switch self {
        case .overMainstayTables: "REFRESH (a), over Mainstay's tables"
        case .overPlainTables: "REFRESH (b), over plain tables"
        }
    }

    private var tables: String { self == .overMainstayTables ? "mainstay" : "bench" }
    private var view: String { "scores_" + rawValue }

    /// Seconds of one REFRESH.
    func refresh(on connection: Connection) async throws -> Double {
        try await Stopwatch.time { try await connection.execute("REFRESH MATERIALIZED VIEW \(identifier: "bench", view)") }
    }

    /// One REFRESH of each, to be measured in turn with what is held against it.
    static func contestants(on connection: Connection) -> [@Sendable () async throws -> Double] {
        allCases.map { yardstick in { @Sendable in try await yardstick.refresh(on: connection) } }
    }

    /// Makes both, in schema `bench` of the company's database.
    ///
    /// - Parameter asOf: what the document calls NOW(); fixed, so that the view says the same however long the company is kept.
    static func make(on connection: Connection, asOf: Moment) async throws {
        try await connection.execute("CREATE SCHEMA bench")
        try await connection.execute("CREATE TABLE bench.users AS SELECT * FROM mainstay.users ORDER BY created_at")
        try await connection.execute("CREATE TABLE bench.usage_events AS SELECT * FROM mainstay.usage_events ORDER BY occurred_at")
        try await connection.execute("CREATE TABLE bench.support_tickets AS SELECT * FROM mainstay.support_tickets ORDER BY opened_at")
        try await connection.execute("ALTER TABLE bench.users ADD PRIMARY KEY (user_id)")
        try await connection.execute("ALTER TABLE bench.usage_events ADD PRIMARY KEY (event_id)")
        try await connection.execute("ALTER TABLE bench.support_tickets ADD PRIMARY KEY (ticket_id)")
        for table in ["users", "usage_events", "support_tickets"] {
            try await connection.execute("VACUUM (ANALYZE) bench.\(identifier: table)")
        }
        for yardstick in allCases { try await connection.execute(yardstick.definition(asOf)) }
    }

    private func definition(_ asOf: Moment) -> SQL {
        let now = "timestamptz '\(asOf.iso8601)'"
        return """
            CREATE MATERIALIZED VIEW \(identifier: "bench", view) AS
            WITH parts AS (
                SELECT u.user_id, u.email, u.created_at AS onboarded_at, u.last_login,
                       CASE
                           WHEN u.last_login > \(raw: now) - INTERVAL '1 day' THEN 40
                           WHEN u.last_login > \(raw: now) - INTERVAL '7 days' THEN 30
                           WHEN u.last_login > \(raw: now) - INTERVAL '30 days' THEN 20
                           ELSE 0
                       END AS engagement_score,
                       GREATEST(0, 30 - COALESCE(st.open_ticket_count, 0) * 10) AS support_score,
                       LEAST(30, COALESCE(um.feature_adoption_count, 0) * 5) AS value_score
                  FROM \(identifier: tables, "users") AS u
                  LEFT JOIN (SELECT user_id, COUNT(*) AS feature_adoption_count
                               FROM \(identifier: tables, "usage_events")
                              WHERE event_type = 'feature_adopted'
                              GROUP BY user_id) AS um ON u.user_id = um.user_id
                  LEFT JOIN (SELECT user_id, COUNT(*) AS open_ticket_count
                               FROM \(identifier: tables, "support_tickets")
                              WHERE status IN ('open', 'pending')
                              GROUP BY user_id) AS st ON u.user_id = st.user_id
                 WHERE u.status = 'active'
            ), totals AS (
                SELECT p.*, p.engagement_score + p.support_score + p.value_score AS total_health_score FROM parts AS p
            )
            SELECT t.user_id, t.email, t.onboarded_at, t.engagement_score, t.support_score, t.value_score, t.total_health_score,
                   CASE WHEN t.total_health_score >= 70 THEN 'Healthy' WHEN t.total_health_score >= 40 THEN 'At-Risk' ELSE 'Critical' END AS health_status,
                   \(raw: now) AS calculated_at, t.last_login AS last_activity,
                   DATE_PART('day', \(raw: now) - t.last_login) AS days_since_activity
              FROM totals AS t
            """
    }

    /// Share of the scored customers to whom the document's reading gives Mainstay's total: it shows that both do the same work.
    static func agreement(on connection: Connection) async throws -> Double {
        try await connection.query(
            """
            SELECT count(*) FILTER (WHERE y.total_health_score = s.total_health_score)::float8 / NULLIF(count(*), 0) AS share
              FROM mainstay.customer_health_scores AS s
              LEFT JOIN \(identifier: "bench", overPlainTables.view) AS y ON y.user_id = s.user_id
            """
        ).first?.decode("share", as: Double?.self) ?? 0
    }
}
