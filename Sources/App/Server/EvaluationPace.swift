import Alerting
import Domain

/// When a server looks at the rules of figures: soon after what they look at has changed, but never so often that it does little else.
///
/// Changes are asked for by the database (`evaluation_requests`). What only time changes, such as scores that grow old, is looked at every
/// minute where that is cheap, and with everything else every hour.
///
/// Rules that are wanted together are looked at together, as soon as all of them have rested: a request is done only when all its rules were
/// looked at in one, and routes and parameters that changed are seen only by a look at everything. Until then none of them is begun by itself, or
/// rules that rest at different times would never all be free. So a request waits for the rests that run when it comes, and for those of what
/// comes to it meanwhile, at most a larger request and then the look at everything: never for longer than three rests. It decides and does nothing.
struct EvaluationPace: Sendable {
    /// Their questions are answered from a few rows, however many customers there are.
    static let cheap: Set<AlertRule> = [.systemDegraded, .crmSyncFailure, .reconcileDifferences, .deliveryFailed]

    private static let cheapEverySeconds: Int64 = 60
    private static let allEverySeconds: Int64 = 3_600
    /// A rule rests for twenty times as long as its last evaluation took: at most a twentieth of one core is spent on it.
    private static let restPerWork = 20

    private var lastAll: Moment?
    private var lastLooks: [AlertRule: Moment] = [:]
    /// Measured on a clock that nobody sets.
    private var restsUntil: [AlertRule: ContinuousClock.Instant] = [:]

    init() {}

    /// What to evaluate now; nil for nothing at all, and no rules for only what the clock has brought.
    func rules(_ due: AlertEvaluation.Due, now: Moment, instant: ContinuousClock.Instant) -> Set<AlertRule>? {
        let rested = Self.joined(wanted(due, now)).filter { together in together.allSatisfy { hasRested($0, instant) } }
        let rules = rested.reduce(into: Set<AlertRule>()) { $0.formUnion($1) }
        return rules.isEmpty && !due.byClock ? nil : rules
    }

    mutating func evaluated(_ rules: Set<AlertRule>, at now: Moment, took: Duration, until instant: ContinuousClock.Instant) {
        if rules.isSuperset(of: AlertRule.ofFigures) { lastAll = now }
        for rule in rules {
            lastLooks[rule] = now
            restsUntil[rule] = instant + took * Self.restPerWork
        }
    }

    /// It rests, so that those whose figures can be judged need not wait for it.
    mutating func failed(_ rule: AlertRule, until instant: ContinuousClock.Instant) { restsUntil[rule] = instant }

    private func wanted(_ due: AlertEvaluation.Due, _ now: Moment) -> [Set<AlertRule>] {
        var wanted = Array(due.requests)
        if Self.isOver(lastAll, Self.allEverySeconds, now) { wanted.append(AlertRule.ofFigures) }
        return wanted + Self.cheap.filter { Self.isOver(lastLooks[$0], Self.cheapEverySeconds, now) }.map { [$0] }
    }

    private func hasRested(_ rule: AlertRule, _ instant: ContinuousClock.Instant) -> Bool { restsUntil[rule].map { $0 <= instant } ?? true }

    /// What has a rule in common becomes one.
    private static func joined(_ wanted: [Set<AlertRule>]) -> [Set<AlertRule>] {
        wanted.reduce(into: []) { groups, rules in
            let joined = groups.filter { !$0.isDisjoint(with: rules) }.reduce(rules) { $0.union($1) }
            groups.removeAll { !$0.isDisjoint(with: rules) }
            groups.append(joined)
        }
    }

    /// A clock that was set back must keep nothing waiting.
    private static func isOver(_ last: Moment?, _ seconds: Int64, _ now: Moment) -> Bool {
        last.map { now < $0 || $0.adding(seconds: seconds) <= now } ?? true
    }
}
