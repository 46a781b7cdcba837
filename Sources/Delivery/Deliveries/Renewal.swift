public import Domain
public import Postgres
import Schema

/// What became of all messages that were given up, when all of them were to be sent again.
public struct Renewal: Sendable, Hashable {
    /// So many are to be sent.
    public let renewed: Int
    /// Left out: the alerts that they tell of are over, so that they would be news of yesterday behind the news that it has passed.
    public let over: Int
    /// Left out: they are older than ``keptDays``.
    public let old: Int
    /// Left out: tests of routes, which were for the moment.
    public let tests: Int

    /// For how many days what was not sent is worth sending; so long a message also waits for a channel.
    public static let keptDays: Int64 = OutboxBooks.keptDays

    public var leftOut: Int { over + old + tests }
}

extension Delivery {
    private static let renewal: SQL = "state = 'waiting', attempts = 0, given_up_at = NULL"

    /// Puts a message that was given up back into the outbox, for another 24 hours, whatever it tells of.
    ///
    /// - Throws: ``DeliveryError``.
    public static func retry(_ text: String, now: Moment, on connection: Connection) async throws -> Delivery {
        let found = try await fetch(text, on: connection)
        let changed = try await connection.query(
            """
            UPDATE mainstay.messages SET \(renewal), next_try_at = \(now), give_up_at = \(now.adding(days: 1))
             WHERE message_id = \(found.id) AND state IN ('failed', 'dead') RETURNING message_id
            """)
        guard !changed.isEmpty else { throw DeliveryError.notGivenUp(found.id, found.state) }
        return try await fetch(text, on: connection)
    }

    /// Does so with all that were given up and still have something to say.
    ///
    /// What tells that alerts fire is left out once all of them are over: *resolved* may have been sent meanwhile, and would be followed by *fired*. What
    /// tells that they are over is left out where nobody was told, and nobody is now, that they fired.
    public static func retryAll(now: Moment, on connection: Connection) async throws -> Renewal {
        let rows = try await connection.query(
            """
            WITH given_up AS MATERIALIZED (
                SELECT m.message_id, m.channel, m.target, m.kind,
                       CASE WHEN m.kind = 'test' THEN 'test'
                            WHEN m.created_at < \(now.adding(days: -Renewal.keptDays)) THEN 'old'
                            WHEN m.kind IN ('fired', 'repeated', 'escalated')
                                 AND (SELECT bool_and(a.closed_at IS NOT NULL) FROM mainstay.message_alerts AS x
                                        JOIN mainstay.alerts AS a ON a.alert_id = x.alert_id WHERE x.message_id = m.message_id) THEN 'over'
                            ELSE 'renewed' END AS verdict
                  FROM mainstay.messages AS m WHERE m.state IN ('failed', 'dead')
            ), judged AS MATERIALIZED (
                SELECT g.message_id,
                       CASE WHEN g.verdict = 'renewed' AND g.kind = 'resolved'
                                 AND (SELECT bool_and(t.state IN ('failed', 'dead') AND f.verdict IS DISTINCT FROM 'renewed')
                                        FROM mainstay.message_alerts AS x
                                        JOIN mainstay.message_alerts AS y ON y.alert_id = x.alert_id
                                        JOIN mainstay.messages AS t ON t.message_id = y.message_id
                                        LEFT JOIN given_up AS f ON f.message_id = t.message_id
                                       WHERE x.message_id = g.message_id AND t.kind IN ('fired', 'repeated', 'escalated')
                                         AND t.channel = g.channel AND t.target = g.target) THEN 'over'
                            ELSE g.verdict END AS verdict
                  FROM given_up AS g
            ), renewed AS (
                UPDATE mainstay.messages AS m SET \(renewal), next_try_at = \(now), give_up_at = \(now.adding(days: 1))
                  FROM judged AS j WHERE j.message_id = m.message_id AND j.verdict = 'renewed' AND m.state IN ('failed', 'dead')
                RETURNING m.message_id
            )
            SELECT (SELECT count(*) FROM renewed) AS renewed, count(*) FILTER (WHERE j.verdict = 'over') AS over,
                   count(*) FILTER (WHERE j.verdict = 'old') AS old, count(*) FILTER (WHERE j.verdict = 'test') AS tests
              FROM judged AS j
            """)
        guard let row = rows.first else { return Renewal(renewed: 0, over: 0, old: 0, tests: 0) }
        return Renewal(
            renewed: try row.decode("renewed"), over: try row.decode("over"), old: try row.decode("old"), tests: try row.decode("tests"))
    }
}
