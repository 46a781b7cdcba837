import Alerting
import Domain
import Logging
import Postgres
import ServiceLifecycle

/// Evaluates alerts as one of the server's services.
///
/// Several servers do so side by side: the evaluation has a lock of its own, and the second finds nothing left to do. Whether there is anything
/// to do is looked for often, since the question is cheap; how often the rules of figures are looked at, ``EvaluationPace`` decides.
struct AlertService: Service {
    let database: Database
    let clock: any MomentSource
    let logger: Logger
    /// Called when messages were written: whoever sends them need not look.
    let whenWritten: @Sendable () -> Void

    private static let lookInterval = Duration.milliseconds(200)
    private static let pauseAfterFailure = Duration.seconds(1)

    func run() async {
        await cancelWhenGracefulShutdown { await evaluate() }
    }

    private func evaluate() async {
        let evaluation = AlertEvaluation(pool: database.pool)
        var pace = EvaluationPace()
        var isFailing = false
        while !Task.isCancelled {
            do {
                let (now, begin) = (clock.now, ContinuousClock.now)
                if let rules = pace.rules(try await evaluation.due(asOf: now), now: now, instant: begin) {
                    log(try await evaluation.run(asOf: now, figures: rules))
                    pace.evaluated(rules, at: now, took: ContinuousClock.now - begin, until: .now)
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
        if !report.messages.isEmpty { whenWritten() }
        for message in report.messages {
            logger.info(
                "\(message.rule.rawValue) \(message.kind): \(message.alerts) alerts to \(message.channel)",
                metadata: ["message": "\(message.id)", "route": "\(message.routeID ?? "–")"])
        }
    }
}
