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
