import CustomerMetrics
public import Domain
public import Foundation
public import Postgres
import Schema

/// The weekly at-risk digest: put into the outbox once a week, whatever happens to servers.
///
/// The moment is looked up anew at each call, so a changed day or hour counts at once. What can go wrong:
/// - No server runs at the moment: the digest is made up by the first that comes until the day (UTC) is over, with the figures of then. Later the
///   week is recorded as skipped, and the next digest says so.
/// - Two servers, or a restart: the record of the week and the messages are one transaction, and the week is unique. The second finds it there.
/// - The server dies while it makes the digest: neither record nor message is there, and the next call makes it.
/// - Nobody is set to receive it: it is tried until the day is over, and then skipped for that reason.
public struct Digests: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    public enum Outcome: Sendable, Hashable {
        case notDue
        /// It is due, and there is nobody to send it to.
        case noRecipients
        /// With the Monday of its week.
        case sent(week: CivilDate, messages: [UUID])
        case skipped(week: CivilDate, reason: String)
    }

    static let rule = "weekly_at_risk_digest"

    /// Makes the digest if one is due, or records that it was missed.
    ///
    /// - Throws: ``PostgresError``; `EncodingError`.
    @discardableResult
    public func runIfDue(now: Moment) async throws -> Outcome {
        let (decision, recipients) = try await pool.withConnection { connection in
            (try await Self.decide(now: now, on: connection), try await RuleRecipient.fetch(rule: Self.rule, on: connection))
        }
        switch decision {
        case .nothing: return .notDue
        case .make where recipients.isEmpty: return .noRecipients
        case .make(let place):
            // Computed in a snapshot of its own: the writing transaction is short, and waits for another that writes the same week.
            let digest = try await pool.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) { connection in
                try await WeeklyDigest.fetch(asOf: now, on: connection)
            }
            return try await send(digest, at: place, to: recipients, now: now)
        case .skip(let place):
            let reason = recipients.isEmpty ? "nobody was set to receive it" : "no server made it on its day"
            let recorded = try await pool.execute(
                """
                INSERT INTO mainstay.digests (week, due_at, recorded_at, outcome, reason)
                VALUES (\(place.week), \(place.due), \(now), 'skipped', \(reason)) ON CONFLICT (week) DO NOTHING
                """)
            return recorded == 1 ? .skipped(week: place.week, reason: reason) : .notDue
        }
    }

    private func send(
        _ digest: WeeklyDigest, at place: DigestPlan.Place, to recipients: [RuleRecipient], now: Moment
    ) async throws -> Outcome {
        try await pool.transaction { connection in
            // The week is taken first: a transaction that comes second waits here, and then finds it taken.
            let taken = try await connection.execute(
                """
                INSERT INTO mainstay.digests (week, due_at, recorded_at, outcome)
                VALUES (\(place.week), \(place.due), \(now), 'sent') ON CONFLICT (week) DO NOTHING
                """)
            guard taken == 1 else { return .notDue }
            let message = RuleMessage(
                kind: "digest", rule: Self.rule, subject: "digest:\(place.week)", content: digest.message(week: place.week))
            let messages = try await message.enqueue(for: recipients, at: now, on: connection)
            try await connection.execute("UPDATE mainstay.digests SET messages = \(messages) WHERE week = \(place.week)")
            return .sent(week: place.week, messages: messages)
        }
    }

    static func decide(now: Moment, on connection: Connection) async throws -> DigestPlan.Decision {
        let rows = try await connection.query(
            """
            SELECT mainstay.parameter('weekly_digest_day') AS day, mainstay.parameter('weekly_digest_hour')::integer AS hour,
                   (SELECT max(c.changed_at) FROM mainstay.parameter_changes AS c
                     WHERE c.name IN ('weekly_digest_day', 'weekly_digest_hour') AND c.changed_at <= \(now)) AS changed_at,
                   (SELECT min(r.started_at) FROM mainstay.refresh_runs AS r) AS watched_since
            """)
        guard let row = rows.first, let weekday = DigestPlan.weekdays.firstIndex(of: try row["day"]) else {
            throw PostgresError.misuse("weekly_digest_day names no day of the week")
        }
        let plan = DigestPlan(
            weekday: weekday, hour: try row["hour"], changedAt: try row["changed_at"], watchedSince: try row["watched_since"])
        let isRecorded = try await !connection.query(
            "SELECT FROM mainstay.digests WHERE week = \(plan.latest(upTo: now).week)"
        ).isEmpty
        return plan.decide(now: now, isRecorded: isRecorded)
    }
}
