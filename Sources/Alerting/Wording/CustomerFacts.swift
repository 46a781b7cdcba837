import Domain
import Foundation
import Postgres
import Schema

/// What a message says of a customer.
struct CustomerFacts: Sendable {
    struct Past: Sendable {
        let at: Moment
        let text: String
    }

    let score: Int?
    let status: HealthStatus?
    /// Points gained over the last 7 days, part by part; nil where there was no score then.
    let changes: (total: Int, engagement: Int, support: Int, value: Int)?
    let lastActivity: Moment?
    let openTickets: Int?
    let renewal: CivilDate?
    let email: String?
    /// Changes of status, the newest first.
    var history: [Past] = []
    /// Campaign messages, the newest first.
    var tried: [Past] = []

    /// - Parameter withPast: also the history and what was tried.
    static func fetch(_ customers: [UUID], withPast: Bool, asOf: Moment, on connection: Connection) async throws -> [UUID: CustomerFacts] {
        guard !customers.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT u.user_id, u.email, u.renewal_date, s.total_health_score, s.health_status, s.last_activity, s.open_ticket_count,
                   s.total_health_score - b.total_health_score AS total, s.engagement_score - b.engagement_score AS engagement,
                   s.support_score - b.support_score AS support, s.value_score - b.value_score AS value
              FROM mainstay.users AS u LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = u.user_id
              LEFT JOIN mainstay.scores_of_customers(\(customers), \(asOf.adding(days: -7))) AS b ON b.user_id = u.user_id AND b.active
             WHERE u.user_id = ANY (\(customers))
            """)
        var facts: [UUID: CustomerFacts] = [:]
        for row in rows {
            let change = try row.decode("total", as: Int?.self).map { total in
                (
                    total: total, engagement: try row.decode("engagement", as: Int.self), support: try row.decode("support", as: Int.self),
                    value: try row.decode("value", as: Int.self)
                )
            }
            facts[try row["user_id"]] = CustomerFacts(
                score: try row["total_health_score"], status: try row["health_status"], changes: change,
                lastActivity: try row["last_activity"],
                openTickets: try row["open_ticket_count"], renewal: try row["renewal_date"], email: try row["email"])
        }
        guard withPast else { return facts }
        let statuses = try await connection.query(
            """
            SELECT c.user_id, p.processed_at, p.from_status, p.to_status, p.from_total, p.to_total
              FROM unnest(\(customers)) AS c (user_id)
              CROSS JOIN LATERAL (SELECT h.* FROM mainstay.health_status_changes AS h WHERE h.user_id = c.user_id AND h.processed_at <= \(asOf)
                                   ORDER BY h.processed_at DESC, h.id DESC LIMIT 6) AS p
            """)
        for row in statuses {
            let from: String? = try row["from_status"]
            let to: String? = try row["to_status"]
            let (before, after): (Int?, Int?) = (try row["from_total"], try row["to_total"])
            let text =
                (to.map { "\($0) with \(after ?? 0) points" } ?? "no longer an active customer")
                + (from.map { ", from \($0) with \(before ?? 0)" } ?? ", the first score")
            facts[try row["user_id"]]?.history.append(Past(at: try row["processed_at"], text: text))
        }
        let campaigns = try await connection.query(
            """
            SELECT c.user_id, p.sent_at, p.campaign_type, p.opened_at, p.clicked_at, p.responded_at
              FROM unnest(\(customers)) AS c (user_id)
              CROSS JOIN LATERAL (SELECT r.* FROM mainstay.retention_campaigns AS r WHERE r.user_id = c.user_id AND r.sent_at <= \(asOf)
                                   ORDER BY r.sent_at DESC, r.id DESC LIMIT 6) AS p
            """)
        for row in campaigns {
            let type: String = try row["campaign_type"]
            facts[try row["user_id"]]?.tried.append(
                Past(at: try row["sent_at"], text: "\(type.replacing("_", with: "-")) message, \(try Self.outcome(of: row, asOf: asOf))"))
        }
        return facts
    }

    private static func outcome(of campaign: Row, asOf: Moment) throws -> String {
        for (column, word) in [
            ("responded_at", "answered"), ("clicked_at", "clicked, not answered"), ("opened_at", "opened, not answered"),
        ] {
            if let moment: Moment = try campaign[column], moment <= asOf { return word }
        }
        return "not opened"
    }

    /// `32 of 100, -38 in 7 days (engagement -20, support -10, value -8)`
    var scoreText: String? {
        guard let score else { return nil }
        guard let changes, changes.total != 0 else { return "\(score) of 100" + (changes == nil ? "" : ", as 7 days ago") }
        let parts = [("engagement", changes.engagement), ("support", changes.support), ("value", changes.value)]
            .filter { $0.1 != 0 }.map { "\($0.0) \(NumberText.signed($0.1))" }
        return "\(score) of 100, \(NumberText.signed(changes.total)) in 7 days (\(parts.joined(separator: ", ")))"
    }
}
