import Domain
import Foundation
public import Postgres
import Schema

extension MessageState: PostgresEncodable, PostgresDecodable {}

/// The table of messages: by it several servers agree who sends what.
///
/// A message is claimed for the time of a lease and sent outside any transaction; the attempt and what became of the message are recorded in
/// one. What can go wrong:
/// - A server dies while it sends: the lease ends, and the message is sent by the next one that looks, with the same id.
/// - A server sleeps past its lease: its failure is put on record and changes nothing; its success counts, since it is one.
struct OutboxBooks: Sendable {
    let pool: Pool
    /// How this server is called while it has a message.
    let holder: String

    /// Longer than any attempt may take.
    static let leaseSeconds: Int64 = 120

    struct Target: Sendable, Hashable {
        let channel: String
        let target: String
    }

    /// One that this server is to send.
    struct Claimed: Sendable {
        let message: OutgoingMessage?
        let id: UUID
        let to: Target
        let kind: String
        let rule: String
        let attempts: Int
        let giveUpAt: Moment
    }

    func targets() async throws -> [Target] {
        try await pool.query("SELECT channel, target FROM mainstay.outbox_targets()").map(Self.target)
    }

    private static func target(_ row: Row) throws -> Target {
        Target(channel: try row.decode("channel"), target: try row.decode("target"))
    }

    // MARK: Claiming

    struct Wish: Sendable {
        let to: Target
        let spacing: Int64
    }

    /// Claims for each target the first message that is due; of one subject only the first that is not done.
    func claim(_ wishes: [Wish], now: Moment) async throws -> [Claimed] {
        guard !wishes.isEmpty else { return [] }
        let lease = now.adding(seconds: Self.leaseSeconds)
        return try await pool.query(
            """
            WITH wishes AS (
                SELECT * FROM unnest(\(wishes.map(\.to.channel)), \(wishes.map(\.to.target)), \(wishes.map(\.spacing)))
                           AS w (channel, target, spacing)
                 WHERE NOT EXISTS (SELECT FROM mainstay.delivery_pauses AS p
                                    WHERE p.channel = w.channel AND p.target = w.target AND p.until > \(now))
            ), due AS MATERIALIZED (
                SELECT w.channel, w.target, w.spacing, d.message_id
                  FROM wishes AS w
                  CROSS JOIN LATERAL (
                    SELECT c.message_id, c.number
                      FROM (SELECT m.message_id, m.subject_key, m.number, m.next_try_at FROM mainstay.messages AS m
                             WHERE m.channel = w.channel AND m.target = w.target AND m.state IN ('waiting', 'sending') AND m.next_try_at <= \(now)
                             ORDER BY m.next_try_at, m.number LIMIT 1000) AS c
                     -- It is the first of its subject. In this form only the index of subjects can answer, also while the table is new to the planner.
                     WHERE c.number = (SELECT e.number FROM mainstay.messages AS e
                                        WHERE (e.channel, e.target, e.subject_key, e.number) >= (w.channel, w.target, c.subject_key, 0)
                                          AND e.state IN ('waiting', 'sending')
                                        ORDER BY e.channel, e.target, e.subject_key, e.number LIMIT 1)
                     ORDER BY c.next_try_at, c.number LIMIT 1) AS d
            ), turns AS (
                -- Of two servers one has the turn of a target that wants time between messages.
                INSERT INTO mainstay.delivery_pauses AS p (channel, target, until)
                SELECT DISTINCT d.channel, d.target, \(now) + d.spacing * interval '1 second' FROM due AS d WHERE d.spacing > 0
                 -- In one order, so that two servers wait for each other in turn and never in a circle.
                 ORDER BY channel, target
                ON CONFLICT (channel, target) DO UPDATE SET until = excluded.until WHERE p.until <= \(now)
                RETURNING channel, target
            ), mine AS (
                SELECT m.message_id FROM mainstay.messages AS m
                 WHERE m.message_id IN (SELECT d.message_id FROM due AS d WHERE d.spacing = 0
                                        UNION ALL
                                        SELECT d.message_id FROM due AS d JOIN turns AS t ON t.channel = d.channel AND t.target = d.target)
                   AND m.state IN ('waiting', 'sending') AND m.next_try_at <= \(now)
                   FOR UPDATE SKIP LOCKED
            )
            UPDATE mainstay.messages AS m
               SET state = 'sending', lease_holder = \(holder), lease_until = \(lease), next_try_at = \(lease), attempts = m.attempts + 1
              FROM mine AS i WHERE m.message_id = i.message_id
            RETURNING m.message_id, m.route_id, m.channel, m.target, m.kind, m.rule, m.content, m.created_at, m.attempts, m.give_up_at, m.number, m.reached,
                      ARRAY(SELECT a.alert_id FROM mainstay.message_alerts AS a WHERE a.message_id = m.message_id ORDER BY a.alert_id) AS alerts
            """
        ).map { row in try Self.claimed(row) }
    }

    private static func claimed(_ row: Row) throws -> Claimed {
        let (id, kind, rule): (UUID, String, String) = (try row.decode("message_id"), try row.decode("kind"), try row.decode("rule"))
        let to = try target(row)
        let content = try row.text("content").flatMap { try? MessageContent(jsonText: $0) }
        let message = try content.map { content in
            OutgoingMessage(
                id: id, route: try row.decode("route_id"), target: to.target, reached: Set(try row.decode("reached", as: [String].self)),
                kind: kind, rule: rule, content: content,
                alerts: try row.decode("alerts"), createdAt: try row.decode("created_at"))
        }
        return Claimed(
            message: message, id: id, to: to, kind: kind, rule: rule, attempts: try row.decode("attempts"),
            giveUpAt: try row.decode("give_up_at"))
    }

    // MARK: Recording

    struct Attempt: Sendable {
        let claimed: Claimed
        let outcome: SendOutcome
        let verdict: RetryPolicy.Verdict
        let startedAt: Moment
        let endedAt: Moment
    }

    /// Records an attempt and what became of its message.
    ///
    /// - Returns: the message's state; nil when it was not this server's any more and the attempt did not end well.
    func record(_ attempt: Attempt) async throws -> MessageState? {
        let (state, nextTry): (MessageState, Moment) =
            switch attempt.verdict {
            case .sent: (.sent, attempt.endedAt)
            case .again(let moment): (.waiting, moment)
            case .failed: (.failed, attempt.endedAt)
            case .dead: (.dead, attempt.endedAt)
            }
        let isGivenUp = state == .failed || state == .dead
        return try await pool.transaction { connection in
            try await connection.execute(
                """
                INSERT INTO mainstay.delivery_attempts (message_id, started_at, milliseconds, outcome, answer)
                SELECT m.message_id, \(attempt.startedAt), \(max(0, Int((attempt.endedAt.microseconds - attempt.startedAt.microseconds) / 1_000))),
                       \(attempt.outcome.word), \(attempt.outcome.text)
                  FROM mainstay.messages AS m WHERE m.message_id = \(attempt.claimed.id)
                """)
            let recorded = try await connection.query(
                """
                UPDATE mainstay.messages AS m
                   SET state = \(state), next_try_at = \(nextTry), lease_holder = NULL, lease_until = NULL,
                       sent_at = CASE WHEN \(state == .sent) THEN \(attempt.endedAt)::timestamptz END,
                       given_up_at = CASE WHEN \(isGivenUp) THEN \(attempt.endedAt)::timestamptz END,
                       reached = m.reached || \(attempt.outcome.reached)::text[],
                       last_error = CASE WHEN \(state == .sent) THEN NULL ELSE \(attempt.outcome.text) END
                 WHERE m.message_id = \(attempt.claimed.id) AND m.state <> 'sent'
                   AND (\(state == .sent) OR m.state = 'sending' AND m.lease_holder = \(holder) AND m.attempts = \(attempt.claimed.attempts))
                RETURNING m.message_id
                """)
            guard !recorded.isEmpty else { return nil }
            if case .again(let moment) = attempt.verdict { try await holdBack(behind: attempt, until: moment, on: connection) }
            return state
        }
    }

    /// What waits behind a message of its subject need not be looked at before that one; and who asked for time gets it for all.
    private func holdBack(behind attempt: Attempt, until moment: Moment, on connection: Connection) async throws {
        let (id, to) = (attempt.claimed.id, attempt.claimed.to)
        try await connection.execute(
            """
            UPDATE mainstay.messages AS m SET next_try_at = \(moment)
              FROM mainstay.messages AS f
             WHERE f.message_id = \(id) AND m.channel = f.channel AND m.target = f.target AND m.subject_key = f.subject_key
               AND m.number > f.number AND m.state = 'waiting' AND m.next_try_at < \(moment)
            """)
        guard case .retry(.some, _) = attempt.outcome else { return }
        try await connection.execute(
            """
            INSERT INTO mainstay.delivery_pauses AS p (channel, target, until) VALUES (\(to.channel), \(to.target), \(moment))
            ON CONFLICT (channel, target) DO UPDATE SET until = greatest(p.until, excluded.until)
            """)
    }

    // MARK: Without a channel

    static let keptDays: Int64 = 7

    /// Puts aside what cannot be sent. Another server, which can, may have some of it already.
    func setAside(_ to: Target, now: Moment) async throws -> Int {
        try await pool.execute(
            """
            UPDATE mainstay.messages SET state = 'undeliverable', lease_holder = NULL, lease_until = NULL, last_error = 'no channel is set up'
             WHERE channel = \(to.channel) AND target = \(to.target)
               AND (state = 'waiting' OR state = 'sending' AND lease_until <= \(now))
            """)
    }

    func setAsideTargets() async throws -> [Target] {
        try await pool.query(
            "SELECT DISTINCT channel, target FROM mainstay.messages WHERE state = 'undeliverable' ORDER BY channel, target"
        ).map(Self.target)
    }

    /// Takes up what was put aside, since it can be sent now.
    func takeUp(_ to: Target, now: Moment) async throws -> Int {
        try await pool.execute(
            """
            UPDATE mainstay.messages SET state = 'waiting', next_try_at = \(now), give_up_at = \(now.adding(days: 1)), last_error = NULL
             WHERE state = 'undeliverable' AND channel = \(to.channel) AND target = \(to.target)
            """)
    }

    /// Gives up what was put aside for too long.
    func giveUpOld(now: Moment) async throws -> Int {
        try await pool.execute(
            """
            UPDATE mainstay.messages SET state = 'dead', given_up_at = \(now), last_error = 'no channel was set up within 7 days'
             WHERE state = 'undeliverable' AND created_at < \(now.adding(days: -Self.keptDays))
            """)
    }
}
