import Alerting
import Domain
import Logging
import Postgres
import Schema
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
    /// For a rule that cannot be judged.
    var restAfterFailure = Duration.seconds(60)

    private static let lookInterval = Duration.milliseconds(200)

    private enum Trouble: OutageEvent {
        case databaseLost(cause: String)
        case databaseBack(outageSeconds: Double)
        case failed(cause: String)
    }

    func run() async {
        await cancelWhenGracefulShutdown { await evaluate() }
    }

    private func evaluate() async {
        let evaluation = AlertEvaluation(pool: database.pool)
        var pace = EvaluationPace()
        var outage = Outage()
        var failure = LastingFailure()
        // Only when these were evaluated as well it is over.
        var failed: Set<AlertRule> = []
        while !Task.isCancelled {
            var rules: Set<AlertRule> = []
            do {
                let (now, begin) = (clock.now, ContinuousClock.now)
                if let wanted = pace.rules(try await evaluation.due(asOf: now), now: now, instant: begin) {
                    rules = wanted
                    do {
                        log(try await evaluation.run(asOf: now, figures: rules))
                        pace.evaluated(rules, at: now, took: ContinuousClock.now - begin, until: .now)
                    } catch  where !error.mayPass && !rules.isEmpty {
                        rules = []
                        if let stuck = try await evaluateApart(wanted, by: evaluation, now, &pace) {
                            failed.formUnion(stuck.rules)
                            throw stuck
                        }
                    }
                    if rules.isSuperset(of: failed) {
                        failed = []
                        if let lasted = failure.ended(at: .now) {
                            logger.notice("alerts are evaluated again after \(Self.spoken(lasted))")
                        }
                    }
                }
                outage.end(at: clock.now) { (trouble: Trouble) in log(trouble, &failure) }
                try await Task.sleep(for: Self.lookInterval)
            } catch {
                if Task.isCancelled { break }
                if !error.mayPass { failed.formUnion(rules) }
                try? await Task.sleep(for: outage.pause(after: error, at: clock.now) { (trouble: Trouble) in log(trouble, &failure) })
            }
        }
    }

    /// Each rule by itself: one that cannot be judged keeps no other waiting, and least of all what the clock has brought. It is left alone for a
    /// while.
    /// - Returns: the rules that failed; nil when none does by itself.
    private func evaluateApart(
        _ rules: Set<AlertRule>, by evaluation: AlertEvaluation, _ now: Moment, _ pace: inout EvaluationPace
    ) async throws -> StuckRules? {
        log(try await evaluation.run(asOf: now, figures: []))
        var stuck: StuckRules?
        for rule in rules.sorted() {
            let begin = ContinuousClock.now
            do {
                log(try await evaluation.run(asOf: now, figures: [rule]))
                pace.evaluated([rule], at: now, took: ContinuousClock.now - begin, until: .now)
            } catch  where !error.mayPass {
                pace.failed(rule, until: .now + restAfterFailure)
                stuck = StuckRules(rules: (stuck?.rules ?? []) + [rule], cause: "\(error)")
            }
        }
        return stuck
    }

    /// Rules that cannot be judged while the others can.
    private struct StuckRules: Error, CustomStringConvertible {
        let rules: [AlertRule]
        /// The last one's.
        let cause: String

        var description: String { "\(rules.map(\.rawValue).joined(separator: ", ")) cannot be judged (the other rules are): \(cause)" }
    }

    private func log(_ trouble: Trouble, _ failure: inout LastingFailure) {
        switch trouble {
        // The engine says so to everybody.
        case .databaseLost(let cause): logger.debug("alerts wait for the database: \(cause)")
        case .databaseBack: logger.debug("alerts go on")
        case .failed(let cause):
            guard let lasted = failure.failed(at: .now) else { return }
            let since = lasted > .zero ? ", for \(Self.spoken(lasted)) now" : ""
            logger.error("evaluating alerts failed\(since): \(cause); trying again")
        }
    }

    private static func spoken(_ duration: Duration) -> String { Spoken.duration(microseconds: Int64(duration / .microseconds(1))) }

    private func log(_ report: EvaluationReport) {
        if !report.messages.isEmpty { whenWritten() }
        for message in report.messages {
            logger.info(
                "\(message.rule.rawValue) \(message.kind): \(message.alerts) alerts to \(message.channel)",
                metadata: ["message": "\(message.id)", "route": "\(message.routeID ?? "–")"])
        }
    }
}
