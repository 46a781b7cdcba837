import Alerting
import Domain

/// When a server looks at the rules of figures: soon after what they look at has changed, but never so often that it does little else.
///
/// Changes are asked for by the database (`evaluation_requests`). What only time changes, such as scores that grow old, is looked at every
/// minute where that is cheap, and with everything else every hour. It decides and does nothing.
struct EvaluationPace: Sendable {
    /// Their questions are answered from a few rows, however many customers there are.
    static let cheap: Set<AlertRule> = [.systemDegraded, .crmSyncFailure, .reconcileDifferences, .deliveryFailed]

    private static let cheapEverySeconds: Int64 = 60
    private static let allEverySeconds: Int64 = 3_600
    /// A rule rests for twenty times as long as its last evaluation took: at most a twentieth of one core is spent on it.
    private static let restPerWork = 20

    private var lastAll: Moment?
    private var lastCheap: Moment?
    /// Measured on a clock that nobody sets.
    private var restsUntil: [AlertRule: ContinuousClock.Instant] = [:]

    init() {}

    /// What to evaluate now; nil for nothing at all, and no rules for only what the clock has brought.
    func rules(_ due: AlertEvaluation.Due, now: Moment, instant: ContinuousClock.Instant) -> Set<AlertRule>? {
        var wanted = due.rules
        if Self.isOver(lastAll, Self.allEverySeconds, now) {
            wanted = AlertRule.ofFigures
        } else if Self.isOver(lastCheap, Self.cheapEverySeconds, now) {
            wanted.formUnion(Self.cheap)
        }
        let rested = wanted.filter { rule in restsUntil[rule].map { $0 <= instant } ?? true }
        return rested.isEmpty && !due.byClock ? nil : rested
    }

    mutating func evaluated(_ rules: Set<AlertRule>, at now: Moment, took: Duration, until instant: ContinuousClock.Instant) {
        if rules.isSuperset(of: AlertRule.ofFigures) { lastAll = now }
        if rules.isSuperset(of: Self.cheap) { lastCheap = now }
        for rule in rules { restsUntil[rule] = instant + took * Self.restPerWork }
    }

    /// A clock that was set back must keep nothing waiting.
    private static func isOver(_ last: Moment?, _ seconds: Int64, _ now: Moment) -> Bool {
        last.map { now < $0 || $0.adding(seconds: seconds) <= now } ?? true
    }
}
