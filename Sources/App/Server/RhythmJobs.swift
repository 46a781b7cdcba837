import CustomerMetrics
import Domain
import Jobs
import Logging
import Postgres
import Rhythm

/// What has its place in the week, the day and the hour: the digest, the daily check and the checks of the system (operations.md §6).
///
/// Digest and system checks follow parameters, which may change at any time, and a daily check that is made up waits for the reconcile: a job
/// looks every five minutes whether they are due.
struct RhythmJobs: Sendable {
    let pool: Pool
    let logger: Logger

    /// How far behind its moment a digest or a check may come.
    private static let look = Schedule.every(minutes: 5)

    var all: [Job] {
        [
            Job("system-check", Self.look) { [pool, logger] _, now in
                guard case .checked(let check) = try await SystemChecks(pool: pool).runIfDue(now: now) else { return }
                let degraded = check.components.filter { $0.status == .degraded }.map(\.name)
                if !degraded.isEmpty { logger.warning("the system is degraded: \(degraded.joined(separator: ", "))") }
            },
            Job(DailyChecks.job, Self.look) { [pool, logger] _, now in
                guard case .recorded(let check) = try await DailyChecks(pool: pool).runIfDue(now: now) else { return }
                for finding in check.failures { logger.error("the daily check failed: \(finding.condition.rawValue): \(finding.found)") }
            },
            Job("at-risk-digest", Self.look) { [pool, logger] _, now in
                switch try await Digests(pool: pool).runIfDue(now: now) {
                case .notDue: break
                case .noRecipients: logger.warning("the at-risk digest is due, and nobody is set to receive it (at_risk_digest_recipients)")
                case .sent(let week, _): logger.info("the at-risk digest of the week of \(week) is on its way")
                case .skipped(let week, let reason): logger.warning("the at-risk digest of the week of \(week) was skipped: \(reason)")
                }
            },
        ]
    }
}
