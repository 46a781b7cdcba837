import Alerting
import Domain
import Logging
import Postgres
import ServiceLifecycle

/// Evaluates alerts as one of the server's services.
///
/// Several servers do so side by side: the evaluation has a lock of its own, and the second finds nothing left to do. What the clock brings is
/// looked for often, since the question is cheap; the rules of figures are looked at after the work of the engine and once a minute.
struct AlertService: Service {
    let database: Database
    let clock: any MomentSource
    let logger: Logger

    private static let lookInterval = Duration.milliseconds(200)
    private static let figuresInterval: Int64 = 60
    private static let pauseAfterFailure = Duration.seconds(1)

    func run() async {
        await cancelWhenGracefulShutdown { await evaluate() }
    }

    private func evaluate() async {
        let evaluation = AlertEvaluation(pool: database.pool)
        var lastFigures: Moment?
        var isFailing = false
        while !Task.isCancelled {
            do {
                let now = clock.now
                // A clock that was set back must not keep the figures waiting.
                let withFigures = lastFigures.map { now < $0 || $0.adding(seconds: Self.figuresInterval) <= now } ?? true
                if withFigures {
                    log(try await evaluation.run(asOf: now))
                    lastFigures = now
                } else if try await evaluation.isDue(asOf: now) {
                    log(try await evaluation.run(asOf: now, withFigures: false))
                }
                if isFailing { logger.notice("alerts are evaluated again") }
                isFailing = false
                try await Task.sleep(for: Self.lookInterval)
            } catch is CancellationError {
                break
            } catch {
                // Whether it is the database that is away, the engine says.
                if !isFailing { logger.error("evaluating alerts failed: \(error); trying again") }
                isFailing = true
                try? await Task.sleep(for: Self.pauseAfterFailure)
            }
        }
    }

    private func log(_ report: EvaluationReport) {
        for message in report.messages {
            logger.info(
                "\(message.rule.rawValue) \(message.kind): \(message.alerts) alerts to \(message.channel)",
                metadata: ["message": "\(message.id)", "route": "\(message.routeID ?? "–")"])
        }
    }
}
