import Domain
import Foundation
import Jobs
import Logging
import ServiceLifecycle

/// What comes due by the clock, as one of the server's services.
struct JobsService: Service {
    let database: Database
    let snapshots: SnapshotJobs
    let clock: any MomentSource
    let logger: Logger

    func run() async {
        let runner = JobRunner(
            snapshots.all + RhythmJobs(pool: database.pool, logger: logger).all + GateJobs(pool: database.pool, logger: logger).all
                + ReportJobs(pool: database.pool, logger: logger).all,
            pool: database.pool, server: Self.serverName, clock: clock,
            prepare: { try await snapshots.takeMissing(now: clock.now) },
            revive: { await database.revive(logger) },
            observe: { event in Self.log(event, logger) })
        await cancelWhenGracefulShutdown { await runner.run() }
    }

    /// Tells servers on one database apart, in the record of runs.
    private static var serverName: String {
        "\(ProcessInfo.processInfo.hostName) \(ProcessInfo.processInfo.processIdentifier)"
    }

    static func log(_ event: JobEvent, _ logger: Logger) {
        switch event {
        case .began(let run): logger.debug("\(run.job) for \(run.due) began, attempt \(run.attempt)")
        case .ended(let run):
            switch run.outcome {
            case .failed: logger.error("\(run.job) for \(run.due) failed: \(run.error ?? "")")
            case .abandoned: logger.warning("\(run.job) for \(run.due) was not ended by \(run.server)")
            case .succeeded, nil: logger.info("\(run.job) for \(run.due) is done")
            }
        case .overtaken(let run): logger.warning("\(run.job) for \(run.due) took so long that another server did it again")
        // The engine says so to everybody.
        case .databaseLost(let cause): logger.debug("jobs wait for the database: \(cause)")
        case .databaseBack: logger.debug("jobs go on")
        case .failed(let cause): logger.error("running jobs failed: \(cause); trying again")
        }
    }
}
