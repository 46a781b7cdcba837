import Domain
import Gates
import Jobs
import Logging
import Postgres

/// The daily record of the exit gates, after the night's reconcile and the daily check.
///
/// The record speaks of the moment at which it was due, also when it is made up later on that day.
struct GateJobs: Sendable {
    let pool: Pool
    let logger: Logger

    var all: [Job] {
        [
            Job("gate-record", .daily(TimeOfDay(2, 35))) { [pool, logger] due, now in
                guard let gates = try await GateRecords(pool: pool).record(asOf: due, now: now) else { return }
                logger.info("\(gates.passed) of \(gates.gates.count) exit gates are passed as of \(due)")
            }
        ]
    }
}
