import Domain
import Health
import Logging
import Postgres
import ServiceLifecycle

/// The score engine as one of the server's services.
struct EngineService: Service {
    let database: Database
    let clock: any MomentSource
    let logger: Logger

    func run() async {
        let engine = ScoreEngine(
            pool: database.pool, clock: clock, revive: { await database.revive(logger) }, observe: { event in Self.log(event, logger) })
        await cancelWhenGracefulShutdown { await engine.run() }
    }

    static func log(_ event: EngineEvent, _ logger: Logger) {
        switch event {
        case .leading: logger.info("keeping scores fresh")
        case .standingBy: logger.info("another server keeps scores fresh; standing by")
        case .rescored(let customers, let written): logger.debug("rescored \(customers) customers, \(written) changed")
        case .reconciled(let report, let reason):
            let differences = report.differences ?? 0
            logger.log(
                level: differences == 0 ? .info : .error,
                "recomputed all \(report.rescored) customers (\(reason.rawValue)); \(differences) stored scores were wrong")
        case .figuresKept(let days):
            logger.info("kept the daily figures of \(days.lowerBound)\(days.lowerBound < days.upperBound ? " to \(days.upperBound)" : "")")
        case .databaseLost(let cause): logger.error("lost the database: \(cause); trying again until it is back")
        case .databaseBack(let seconds): logger.notice("the database is back after \((seconds * 10).rounded() / 10) s")
        case .failed(let cause): logger.error("keeping scores fresh failed: \(cause); trying again")
        }
    }
}
