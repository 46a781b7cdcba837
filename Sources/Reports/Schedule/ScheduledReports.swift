public import Domain
public import Foundation
public import Postgres
import Schema

/// The reports of the calendar: the weekly review each Monday at 07:00 UTC, the monthly review and the insights report on the first Monday of the
/// month. Each is made as of that very moment, kept, and put into the outbox in one transaction.
///
/// What can go wrong:
/// - No server runs at the moment: the report is made up by the first that comes until the day (UTC) is over. It speaks of its moment all the same,
///   so it is the same report. Later it is recorded as skipped; anybody can still make it with `--as-of`.
/// - Two servers, or a restart: the report and its messages are one transaction, and of a kind and a day there is one. The second finds it there.
/// - The server dies while it makes the report: nothing is there, and the next call makes it.
/// - Nobody is set to receive it: it is kept without a message, and the record says so.
public struct ScheduledReports: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    public enum Outcome: Sendable, Hashable {
        case notDue
        /// - Parameter messages: empty where there was nobody to send it to.
        case made(report: Int64, day: CivilDate, messages: [UUID])
        /// With the Monday it was due on.
        case skipped(day: CivilDate, reason: String)
    }

    /// The newest moments that reports of the calendar speak of, up to a moment; the newest first.
    public static func moments(_ kind: ReportKind, upTo now: Moment, count: Int) -> [Moment] {
        let plan = ReportPlan(kind: kind, watchedSince: nil)
        return (0..<count).reduce(into: []) { moments, _ in
            moments.append(plan.latest(upTo: moments.last?.adding(microseconds: -1) ?? now).due)
        }
    }

    static let nobody = "no route of it leads to anybody"

    /// Makes the report if it is due, or records that it was missed.
    ///
    /// - Throws: `PostgresError`; `EncodingError`.
    @discardableResult
    public func runIfDue(_ kind: ReportKind, now: Moment) async throws -> Outcome {
        let decision = try await pool.withConnection { try await Self.decide(kind, now: now, on: $0) }
        if decision != .nothing { try await recordMissed(kind, now: now) }
        switch decision {
        case .nothing: return .notDue
        case .make(let place):
            // Computed in a snapshot of its own: the writing transaction is short, and waits for another that writes the same report.
            return try await keep(try await ReportStore(pool: pool).make(kind, asOf: place.due), at: place, now: now)
        case .skip(let place):
            return try await skip(kind, [place], now: now) == 1 ? .skipped(day: place.day, reason: Self.missed) : .notDue
        }
    }

    static let missed = "no server made it on its day"

    private func skip(_ kind: ReportKind, _ places: [ReportPlan.Place], now: Moment) async throws -> Int {
        try await pool.execute(
            """
            INSERT INTO mainstay.report_deliveries (kind, due_on, due_at, recorded_at, outcome, reason)
            SELECT \(kind.rawValue), p.day, p.due, \(now), 'skipped', \(Self.missed)
              FROM unnest(\(places.map(\.day)), \(places.map(\.due))) AS p (day, due)
            ON CONFLICT (kind, due_on) DO NOTHING
            """)
    }

    /// While no server ran, several may have passed since the newest that is on record.
    private func recordMissed(_ kind: ReportKind, now: Moment) async throws {
        let plan = ReportPlan(kind: kind, watchedSince: nil)
        let latest = plan.latest(upTo: now)
        let newest: CivilDate? = try await pool.query(
            "SELECT max(d.due_on) AS day FROM mainstay.report_deliveries AS d WHERE d.kind = \(kind.rawValue) AND d.due_on < \(latest.day)"
        ).first?.decode("day")
        if let newest { _ = try await skip(kind, plan.between(newest, latest.day), now: now) }
    }

    private func keep(_ document: ReportDocument, at place: ReportPlan.Place, now: Moment) async throws -> Outcome {
        let text = try document.jsonText()
        return try await pool.transaction { connection in
            // A transaction that comes second waits here, and then finds the report taken.
            let row = try await connection.query(
                """
                INSERT INTO mainstay.reports (kind, as_of, made_at, reason, due_on, title, content)
                VALUES (\(document.kind.rawValue), \(document.asOf), \(now), 'scheduled', \(place.day), \(document.title), \(text)::json)
                ON CONFLICT (kind, due_on) WHERE due_on IS NOT NULL DO NOTHING RETURNING report_id
                """
            ).first
            guard let id: Int64 = try row?.decode("report_id") else { return .notDue }
            let messages = try await Self.enqueue(document, id: id, at: place, now: now, on: connection)
            let (outcome, reason) = messages.isEmpty ? ("unsent", Self.nobody) : ("sent", nil)
            let recorded = try await connection.execute(
                """
                INSERT INTO mainstay.report_deliveries (kind, due_on, due_at, recorded_at, outcome, reason, report_id, messages)
                VALUES (\(document.kind.rawValue), \(place.day), \(place.due), \(now), \(outcome), \(reason), \(id), \(messages))
                ON CONFLICT (kind, due_on) DO NOTHING
                """)
            // Called skipped meanwhile by a server whose clock was ahead; one record, and it stands.
            guard recorded == 1 else { throw PostgresError.misuse("the report of \(place.day) was called skipped while it was made") }
            return .made(report: id, day: place.day, messages: messages)
        }
    }

    /// One message for each route of the report that leads to somebody.
    private static func enqueue(
        _ document: ReportDocument, id: Int64, at place: ReportPlan.Place, now: Moment, on connection: Connection
    ) async throws -> [UUID] {
        let message = RuleMessage(
            kind: "report", rule: document.kind.rule, subject: "report:\(document.kind.rawValue):\(place.day)",
            content: document.message(path: "/reports/\(id)"))
        return try await message.enqueue(
            for: try await RuleRecipient.fetch(rule: document.kind.rule, on: connection), at: now, on: connection)
    }

    static func decide(_ kind: ReportKind, now: Moment, on connection: Connection) async throws -> ReportPlan.Decision {
        let row = try await connection.query("SELECT min(r.started_at) AS since FROM mainstay.refresh_runs AS r").first
        let plan = ReportPlan(kind: kind, watchedSince: try row?.decode("since"))
        let isRecorded = try await !connection.query(
            "SELECT FROM mainstay.report_deliveries WHERE kind = \(kind.rawValue) AND due_on = \(plan.latest(upTo: now).day)"
        ).isEmpty
        return plan.decide(now: now, isRecorded: isRecorded)
    }
}
