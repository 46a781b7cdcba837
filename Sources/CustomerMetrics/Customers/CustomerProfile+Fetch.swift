public import Domain
public import Postgres
import Schema

extension CustomerProfile {
    /// - Parameters:
    ///   - id: as a person or a program gives it: the source's id, or the UUID.
    ///   - asOf: nothing that happened later is in the answer.
    /// - Throws: ``CustomerLookupError``, ``PostgresError``.
    public static func fetch(_ id: String, asOf: Moment, on connection: Connection) async throws -> CustomerProfile {
        let customer = try await Customer.find(id, on: connection)
        let row = try await connection.row(
            "SELECT u.created_at, u.renewal_date FROM mainstay.users AS u WHERE u.user_id = \(customer.id.uuid)")
        let score = try await connection.query("SELECT * FROM mainstay.health_score_at(\(customer.id.uuid), \(asOf))").first
            .flatMap(Score.init)
        return CustomerProfile(
            asOf: asOf, customer: customer, createdAt: try row["created_at"], renewalDate: try row["renewal_date"],
            standing: Standing(after: try await Standing.changes(of: customer.id, upTo: asOf, on: connection)),
            score: score,
            model: try HealthModel(try await connection.row("SELECT * FROM mainstay.model_at(\(asOf))")),
            nextChange: try await nextChange(after: score, asOf: asOf, on: connection),
            history: try await history(of: customer.id, asOf: asOf, on: connection),
            events: try await events(of: customer.id, asOf: asOf, on: connection),
            tickets: try await tickets(of: customer.id, asOf: asOf, on: connection),
            surveys: try await surveys(of: customer.id, asOf: asOf, on: connection),
            campaigns: try await campaigns(of: customer.id, asOf: asOf, on: connection))
    }

    /// The next end of a band of engagement that gives other points. Facts that are dated in the future are not looked at.
    private static func nextChange(after score: Score?, asOf: Moment, on connection: Connection) async throws -> NextChange? {
        guard let score, let lastActivity = score.inputs.lastActivity else { return nil }
        let rest = score.support + score.value
        return try await connection.query(
            """
            SELECT c.moment, c.days, c.engagement, c.engagement + \(rest)::integer AS total,
                   mainstay.health_status(c.engagement + \(rest)::integer, m.healthy_threshold, m.at_risk_threshold) AS status
              FROM mainstay.model_at(\(asOf)) AS m
              CROSS JOIN LATERAL unnest(ARRAY[m.active_login_days, m.moderate_login_days, m.low_login_days]) AS band (days)
              CROSS JOIN LATERAL (SELECT \(lastActivity) + mainstay.days(band.days) AS moment, band.days,
                                         mainstay.engagement_points(m, \(lastActivity), \(lastActivity) + mainstay.days(band.days)) AS engagement) AS c
             WHERE c.moment > \(asOf) AND c.engagement <> \(score.engagement)
             ORDER BY c.moment LIMIT 1
            """
        ).first.map { row in
            NextChange(
                moment: try row["moment"], inactiveDays: try row["days"], engagement: try row["engagement"], total: try row["total"],
                status: try row["status"])
        }
    }

    private static func history(of customer: CustomerID, asOf: Moment, on connection: Connection) async throws -> [Turn] {
        var turns: [Turn] = []
        for row in try await connection.query(
            """
            SELECT changed_at, total_health_score FROM mainstay.health_score_states(\(customer.uuid), \(asOf.adding(days: -30)), \(asOf))
             ORDER BY changed_at
            """)
        {
            let turn = Turn(moment: try row["changed_at"], total: try row["total_health_score"])
            // Two parts may change against each other and leave the total as it was.
            if turns.isEmpty || turns.last?.total != turn.total { turns.append(turn) }
        }
        return turns
    }

    private static func events(of customer: CustomerID, asOf: Moment, on connection: Connection) async throws -> [Event] {
        try await connection.query(
            """
            SELECT e.occurred_at, e.event_type, NULLIF(e.feature, '') AS feature FROM mainstay.usage_events AS e
             WHERE e.user_id = \(customer.uuid) AND e.occurred_at <= \(asOf)
             ORDER BY e.occurred_at DESC, e.event_id DESC LIMIT \(newest.events)
            """
        ).map { Event(moment: try $0["occurred_at"], type: try $0["event_type"], feature: try $0["feature"]) }
    }

    private static func tickets(of customer: CustomerID, asOf: Moment, on connection: Connection) async throws -> [Ticket] {
        try await connection.query(
            """
            SELECT \(Ticket.columns(asOf: asOf)) FROM mainstay.support_tickets AS t
             WHERE t.user_id = \(customer.uuid) AND t.opened_at <= \(asOf)
             ORDER BY is_open DESC, t.opened_at DESC, t.ticket_id LIMIT \(newest.tickets)
            """
        ).map(Ticket.init)
    }

    private static func surveys(of customer: CustomerID, asOf: Moment, on connection: Connection) async throws -> [Survey] {
        try await connection.query(
            """
            SELECT CASE WHEN s.deployed_at <= \(asOf) THEN s.deployed_at END AS deployed_at, a.answered_at,
                   CASE WHEN a.answered_at IS NOT NULL THEN s.score END AS score,
                   CASE WHEN a.answered_at IS NOT NULL THEN s.category END AS category,
                   CASE WHEN a.answered_at IS NOT NULL THEN s.feedback_text END AS feedback_text
              FROM mainstay.nps_surveys AS s
              CROSS JOIN LATERAL (SELECT CASE WHEN s.score IS NOT NULL AND COALESCE(s.responded_at, s.created_at) <= \(asOf)
                                              THEN COALESCE(s.responded_at, s.created_at) END AS answered_at) AS a
             WHERE s.user_id = \(customer.uuid) AND (a.answered_at IS NOT NULL OR s.deployed_at <= \(asOf))
             ORDER BY COALESCE(a.answered_at, s.deployed_at) DESC, s.id DESC LIMIT \(newest.surveys)
            """
        ).map { row in
            Survey(
                deployedAt: try row["deployed_at"], answeredAt: try row["answered_at"], score: try row["score"],
                category: try row["category"], feedback: try row["feedback_text"])
        }
    }

    private static func campaigns(of customer: CustomerID, asOf: Moment, on connection: Connection) async throws -> [Campaign] {
        try await connection.query(
            """
            SELECT c.campaign_type, c.sent_at, CASE WHEN c.opened_at <= \(asOf) THEN c.opened_at END AS opened_at,
                   CASE WHEN c.clicked_at <= \(asOf) THEN c.clicked_at END AS clicked_at,
                   CASE WHEN c.responded_at <= \(asOf) THEN c.responded_at END AS responded_at,
                   before.total_health_score AS score_before, later.total_health_score AS score_after
              FROM (SELECT k.* FROM mainstay.retention_campaigns AS k WHERE k.user_id = \(customer.uuid) AND k.sent_at <= \(asOf)
                     ORDER BY k.sent_at DESC, k.id DESC LIMIT \(newest.campaigns)) AS c
              LEFT JOIN LATERAL mainstay.health_score_at(c.user_id, c.sent_at) AS before ON true
              LEFT JOIN LATERAL mainstay.health_score_at(c.user_id, c.sent_at + mainstay.days(30)) AS later
                ON c.sent_at + mainstay.days(30) <= \(asOf)
             ORDER BY c.sent_at DESC, c.id DESC
            """
        ).map { row in
            Campaign(
                type: try row["campaign_type"], sentAt: try row["sent_at"], openedAt: try row["opened_at"],
                clickedAt: try row["clicked_at"], respondedAt: try row["responded_at"], scoreBefore: try row["score_before"],
                scoreAfter: try row["score_after"])
        }
    }
}
