import Domain
import Jobs
import Logging
import Postgres
import Reports

/// The weekly review, the monthly business review and the insights report, each on its Monday at 07:00 UTC.
///
/// A job looks every five minutes whether one is due, so that one is made up as soon as a server runs, and skipped when its day is over.
struct ReportJobs: Sendable {
    let pool: Pool
    let logger: Logger

    private static let look = Schedule.every(minutes: 5)

    var all: [Job] {
        ReportKind.allCases.map { kind in
            Job("report-\(kind.rawValue)", Self.look) { [pool, logger] _, now in
                switch try await ScheduledReports(pool: pool).runIfDue(kind, now: now) {
                case .notDue: break
                case .made(let id, let day, []):
                    logger.warning(
                        "the \(kind.title) of \(day) is kept as report \(id), and nobody is set to receive it (`mainstay routes list`)")
                case .made(let id, let day, _): logger.info("the \(kind.title) of \(day) is kept as report \(id) and on its way")
                case .skipped(let day, let reason): logger.warning("the \(kind.title) of \(day) was skipped: \(reason)")
                }
            }
        }
    }
}
