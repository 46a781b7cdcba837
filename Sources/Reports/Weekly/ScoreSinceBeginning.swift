import CustomerMetrics
import Domain
import Postgres
import Schema

/// What moved the score of a customer who began so lately that there is nothing to compare with: from the best score that the customer ever had, or from
/// the first where none was better than the present one.
struct ScoreSinceBeginning: Sendable, Hashable {
    let began: Moment
    let explanation: Explanation

    /// - Parameter since: a moment at which the customer had no score.
    /// - Returns: nil for one who has no score at the moment.
    /// - Throws: `PostgresError`.
    static func fetch(_ customer: Customer, since: Moment, asOf: Moment, on connection: Connection) async throws -> ScoreSinceBeginning? {
        let row = try await connection.query(
            """
            WITH states AS MATERIALIZED (
                SELECT h.changed_at, h.total_health_score AS total FROM mainstay.health_score_states(\(customer.id.uuid), \(since), \(asOf)) AS h
            ), scored AS (
                SELECT s.changed_at, s.total, first_value(s.total) OVER (ORDER BY s.changed_at DESC) AS present, min(s.changed_at) OVER () AS began
                  FROM states AS s
                 WHERE s.total IS NOT NULL
                   AND s.changed_at > COALESCE((SELECT max(e.changed_at) FROM states AS e WHERE e.total IS NULL), '-infinity')
            )
            SELECT s.began, s.changed_at FROM scored AS s
             ORDER BY CASE WHEN s.total > s.present THEN s.total END DESC NULLS LAST,
                      CASE WHEN s.total > s.present THEN s.changed_at END DESC NULLS LAST, s.changed_at
             LIMIT 1
            """
        ).first
        guard let row else { return nil }
        return ScoreSinceBeginning(
            began: try row["began"],
            explanation: try await Explanation.fetch(customer.uuidText, from: try row["changed_at"], to: asOf, on: connection))
    }

    /// `Began on 2026-04-01; since the best score, 75 on 2026-05-02: engagement -20: no activity for 9 days`.
    var words: String {
        let start = "Began on \(CivilDate(of: began))"
        guard let before = explanation.before else { return start + "." }
        guard explanation.parts.contains(where: { $0.points != 0 }) else { return "\(start) with \(before.total) points; no change since." }
        return
            "\(start); since the \(explanation.points < 0 ? "best" : "first") score, \(before.total) on \(CivilDate(of: explanation.from)): "
            + explanation.words
    }
}
