public import CustomerMetrics
public import Domain
public import Postgres
import Schema

/// The check of each day: recorded once, and told to those who must know when it fails.
///
/// The record and the messages are one transaction. A server that dies before its end leaves neither, and the job is done again; a second server, or
/// a second try, finds the day's record and does nothing.
public struct DailyChecks: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    static let rule = "daily_check"
    /// How the job that looks whether it is time is called in the record of runs.
    public static let job = "daily-check"

    public enum Outcome: Sendable, Hashable {
        /// The day has its record, or began before there was a company to check.
        case notDue
        /// The check is made up, and so is the night's reconcile, which has not ended.
        case waiting
        case recorded(DailyCheck)
    }

    /// Checks when it is time: at 02:30 UTC, or on that day as soon after it as a server runs.
    ///
    /// A server that was not there in the night makes up the reconcile as well. A check that came before its end would fail for what is being put
    /// right, so a check that is made up waits for it, but not for ever: a reconcile that does not end is what it has to tell.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    public func runIfDue(now: Moment) async throws -> Outcome {
        let due = Self.latest(upTo: now)
        let rows = try await pool.query(
            """
            SELECT EXISTS (SELECT FROM mainstay.daily_checks AS c WHERE c.day = \(CivilDate(of: due))) AS is_recorded,
                   (SELECT min(r.started_at) FROM mainstay.refresh_runs AS r) AS watched_since,
                   EXISTS (SELECT FROM mainstay.refresh_runs AS r
                            WHERE r.kind = 'full' AND r.started_at >= \(due.adding(seconds: -Self.afterReconcile))
                              AND r.finished_at <= \(now)) AS is_reconciled,
                   (SELECT min(j.started_at) FROM mainstay.job_runs AS j WHERE j.job = \(Self.job) AND j.started_at >= \(due)) AS looked_since
            """)
        guard let row = rows.first, try !row.decode("is_recorded", as: Bool.self),
            let watchedSince = try row.decode("watched_since", as: Moment?.self), watchedSince <= due
        else { return .notDue }
        let lookedSince = try row.decode("looked_since", as: Moment?.self) ?? now
        let isMadeUp = lookedSince > due.adding(seconds: Self.punctuality)
        if isMadeUp, try !row.decode("is_reconciled", as: Bool.self), now < lookedSince.adding(seconds: Self.patience) { return .waiting }
        return try await run(due: due, now: now).map { .recorded($0) } ?? .notDue
    }

    /// The latest 02:30 UTC up to a moment.
    static func latest(upTo now: Moment) -> Moment {
        let today = now.startOfDay.adding(seconds: reconcileTime + afterReconcile)
        return today <= now ? today : today.adding(days: -1)
    }

    /// The night's reconcile begins at 02:00, the check comes half an hour later (operations.md §6); in seconds.
    private static let reconcileTime: Int64 = 7_200
    private static let afterReconcile: Int64 = 1_800
    /// Seconds after which a first look was not made by a server that ran at the moment: two looks of the job.
    private static let punctuality: Int64 = 600
    /// Seconds that a check which is made up waits for the reconcile.
    private static let patience: Int64 = 3_600

    /// Checks and records, unless the day has its record.
    ///
    /// - Parameters:
    ///   - due: on whose day (UTC) the check counts.
    ///   - now: the moment that is looked at.
    /// - Returns: nil when the day had a record already.
    /// - Throws: ``PostgresError``.
    @discardableResult
    public func run(due: Moment, now: Moment) async throws -> DailyCheck? {
        let day = CivilDate(of: due)
        return try await pool.transaction { connection in
            let check = try await DailyCheck.fetch(asOf: now, on: connection)
            let recorded = try await connection.execute(
                """
                INSERT INTO mainstay.daily_checks (day, checked_at, outcome, findings)
                VALUES (\(day), \(now), \(check.outcome), \(check.findingsJSON.text())::jsonb) ON CONFLICT (day) DO NOTHING
                """)
            guard recorded == 1 else { return nil }
            if check.outcome == .failed {
                let message = RuleMessage(kind: "check", rule: Self.rule, subject: "check:\(day)", content: check.message(day: day))
                _ = try await message.enqueue(
                    for: try await RuleRecipient.fetch(rule: Self.rule, on: connection), at: now, on: connection)
            }
            return check
        }
    }
}

extension DailyCheck {
    /// What is said of a check that failed.
    func message(day: CivilDate) -> MessageContent {
        let names = failures.map { $0.condition.title.lowercased() }.joined(separator: ", ")
        func items(_ outcome: Outcome) -> [MessageContent.Item] {
            findings.filter { $0.outcome == outcome }.map { .init(title: $0.condition.title, detail: $0.found, path: nil) }
        }
        let (failed, warnings) = (items(.failed), items(.warning))
        return MessageContent(
            severity: "medium", title: "The daily check of \(day) failed: \(names)",
            summary: "\(failed.count) of \(findings.count) conditions do not hold as of \(NumberText.moment(asOf)).",
            sections: [.init(heading: "Failed", items: failed)] + (warnings.isEmpty ? [] : [.init(heading: "Warnings", items: warnings)]),
            path: DashboardName.system.path)
    }
}
