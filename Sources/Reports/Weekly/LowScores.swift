import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema

/// Who brings in most of those with a low score?
struct LowScores: Sendable, Hashable {
    struct Entry: Sendable, Hashable {
        let customer: Customer
        let score: Int
        let status: HealthStatus
        let lastActivity: Moment?
        /// The newest campaign message; nil where none was ever sent.
        let newestMessage: CampaignContact?
    }

    /// Points below which a score is low: the weekly review's own line, inside At-Risk (operations.md §6).
    let below: Int
    /// How many customers there are.
    let total: Int
    /// Their annual recurring revenue.
    let arr: KnownARR
    /// The first of them, the highest ARR first; unknown ARR last, the lowest score first.
    let entries: [Entry]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, below: Int = 50, limit: Int = 5, on connection: Connection) async throws -> LowScores {
        let rows = try await connection.query(
            """
            SELECT u.user_id, u.external_id, u.name, u.email, u.subscription_tier, u.arr, s.total_health_score, s.health_status, s.last_activity,
                   s.total, s.arr_of_all, s.arr_unknown, m.campaign_type AS message_type, m.sent_at AS message_sent_at,
                   m.responded_at <= \(asOf) AS message_responded
              FROM (SELECT h.*, count(*) OVER () AS total, COALESCE(sum(c.arr) OVER (), 0) AS arr_of_all,
                           count(*) FILTER (WHERE c.arr IS NULL) OVER () AS arr_unknown
                      FROM mainstay.health_scores_at(\(asOf)) AS h JOIN mainstay.users AS c ON c.user_id = h.user_id
                     WHERE h.total_health_score < \(below)
                     ORDER BY c.arr DESC NULLS LAST, h.total_health_score, h.user_id LIMIT \(limit)) AS s
              JOIN mainstay.users AS u ON u.user_id = s.user_id
              LEFT JOIN LATERAL (SELECT r.* FROM mainstay.retention_campaigns AS r
                                  WHERE r.user_id = s.user_id AND r.sent_at <= \(asOf) ORDER BY r.sent_at DESC, r.id DESC LIMIT 1) AS m ON true
             ORDER BY u.arr DESC NULLS LAST, s.total_health_score, u.user_id
            """)
        let total: Int = try rows.first?.decode("total") ?? 0
        return LowScores(
            below: below, total: total,
            arr: KnownARR(
                sum: try rows.first?.decode("arr_of_all") ?? 0, customers: total, unknown: try rows.first?.decode("arr_unknown") ?? 0),
            entries: try rows.map { row in
                Entry(
                    customer: try Customer(row), score: try row["total_health_score"], status: try row["health_status"],
                    lastActivity: try row["last_activity"], newestMessage: try CampaignContact(row))
            })
    }
}
