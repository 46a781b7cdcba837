import Alerting
import Domain
import Testing

@testable import App

@Suite struct EvaluationPaceTests {
    private let now = Moment(microseconds: 1_780_000_000_000_000)
    private let start = ContinuousClock.now
    private static let surveys: Set<AlertRule> = [.npsNegative, .npsDrop]
    private static let syncs: Set<AlertRule> = [.crmSyncFailure, .systemDegraded]

    private func due(_ requests: Set<AlertRule>..., byClock: Bool = false) -> AlertEvaluation.Due {
        .init(byClock: byClock, requests: Set(requests))
    }

    /// As after a first evaluation of everything that took so long.
    private func pace(took: Duration) -> EvaluationPace {
        var pace = EvaluationPace()
        pace.evaluated(AlertRule.ofFigures, at: now, took: took, until: start)
        return pace
    }

    @Test func theFirstLookIsAtEverything() {
        #expect(EvaluationPace().rules(due(), now: now, instant: start) == AlertRule.ofFigures)
    }

    @Test func nothingAskedForIsNothingToDo() {
        let pace = pace(took: .zero)
        #expect(pace.rules(due(), now: now.adding(seconds: 59), instant: start) == nil)
        #expect(pace.rules(due(byClock: true), now: now.adding(seconds: 59), instant: start) == [])
        #expect(pace.rules(due([.npsDrop]), now: now.adding(seconds: 1), instant: start) == [.npsDrop])
    }

    @Test func timeAloneBringsTheCheapOnesEachMinuteAndAllEachHour() {
        var pace = pace(took: .zero)
        #expect(pace.rules(due(), now: now.adding(seconds: 60), instant: start) == EvaluationPace.cheap)
        #expect(pace.rules(due(), now: now.adding(seconds: 3_600), instant: start) == AlertRule.ofFigures)
        // A clock that is set back an hour brings everything at once instead of nothing for two hours.
        #expect(pace.rules(due(), now: now.adding(seconds: -3_600), instant: start) == AlertRule.ofFigures)
        // Each has its own minute.
        pace.evaluated([.systemDegraded], at: now.adding(seconds: 30), took: .zero, until: start)
        #expect(
            pace.rules(due(), now: now.adding(seconds: 60), instant: start) == EvaluationPace.cheap.subtracting([.systemDegraded]))
    }

    @Test func whatTakesLongRestsTwentyTimesAsLong() {
        var pace = pace(took: .zero)
        pace.evaluated(Self.surveys, at: now, took: .seconds(2), until: start)
        let asked = due(Self.surveys, Self.syncs)
        #expect(pace.rules(asked, now: now, instant: start + .seconds(39)) == Self.syncs)
        #expect(pace.rules(due([.npsDrop]), now: now, instant: start + .seconds(39)) == nil)
        #expect(pace.rules(due([.npsDrop], byClock: true), now: now, instant: start + .seconds(39)) == [])
        #expect(pace.rules(asked, now: now, instant: start + .seconds(40)) == Self.surveys.union(Self.syncs))
    }

    /// Else the request would never be done: one of its rules would always rest.
    @Test func whatIsAskedForTogetherIsLookedAtTogether() {
        var pace = pace(took: .zero)
        pace.evaluated([.systemDegraded], at: now, took: .seconds(1), until: start)
        #expect(pace.rules(due(Self.syncs), now: now, instant: start + .seconds(19)) == nil)
        #expect(pace.rules(due(Self.syncs), now: now, instant: start + .seconds(20)) == Self.syncs)
        // A rule of what waits is not begun by itself, either.
        #expect(pace.rules(due(Self.syncs, [.crmSyncFailure]), now: now, instant: start + .seconds(19)) == nil)
        #expect(pace.rules(due([.crmSyncFailure]), now: now, instant: start + .seconds(19)) == [.crmSyncFailure])
    }

    @Test func aLookAtEverythingWaitsUntilAllHaveRestedAndKeepsThemFree() {
        var pace = pace(took: .seconds(3))
        let (begun, hour) = (now.adding(seconds: 3_595), now.adding(seconds: 3_600))
        pace.evaluated(Self.surveys, at: begun, took: .seconds(1), until: start + .seconds(3_596))
        for second in 3_600...3_615 {
            let instant = start + .seconds(second)
            #expect(pace.rules(due(Self.surveys, Self.syncs), now: hour, instant: instant) == nil)
            #expect(pace.rules(due(Self.surveys, byClock: true), now: hour, instant: instant) == [])
        }
        #expect(pace.rules(due(), now: hour, instant: start + .seconds(3_616)) == AlertRule.ofFigures)
        // The same when it is asked for.
        #expect(pace.rules(due(AlertRule.ofFigures), now: begun, instant: start + .seconds(3_615)) == nil)
        #expect(pace.rules(due(AlertRule.ofFigures), now: begun, instant: start + .seconds(3_616)) == AlertRule.ofFigures)
    }

    // MARK: Two hours

    /// A request: its rules, and when it was made.
    private struct Request: Hashable {
        let rules: Set<AlertRule>
        let asked: Duration
    }

    private static func work(_ rules: Set<AlertRule>) -> Duration {
        var work = Duration.milliseconds(50)
        if !rules.isDisjoint(with: surveys) { work += .seconds(1) }
        if rules.contains(.highValueAtRisk) { work += .milliseconds(1_500) }
        if rules.contains(.retentionDecline) { work += .milliseconds(500) }
        return work
    }

    /// A survey every three seconds, a check every minute, a sync every 70 seconds, deliveries every seven minutes and two refreshes: with rests
    /// that begin and end at all times.
    @Test func aSteadyTrickleOfTwoHoursIsServed() {
        let longestRest = Self.work(AlertRule.ofFigures) * 20
        var pace = EvaluationPace()
        var waiting: Set<Request> = []
        var runs: [AlertRule: [(begin: Duration, end: Duration)]] = [:]
        var wholes: [Duration] = []
        var longestWait = Duration.zero
        var time = Duration.zero
        let sources: [(every: Duration, rules: Set<AlertRule>)] = [
            (.seconds(3), Self.surveys), (.seconds(60), [.systemDegraded]), (.seconds(70), Self.syncs), (.seconds(420), [.deliveryFailed]),
            (.seconds(2_900), AlertRule.ofFigures),
        ]
        var asked = sources.map { _ in Duration.zero }
        while time < .seconds(7_200) {
            for (index, source) in sources.enumerated() {
                while asked[index] + source.every <= time {
                    asked[index] += source.every
                    waiting.insert(Request(rules: source.rules, asked: asked[index]))
                }
            }
            let moment = now.adding(microseconds: Int64(time / .microseconds(1)))
            let due = AlertEvaluation.Due(byClock: false, requests: Set(waiting.map(\.rules)))
            if let rules = pace.rules(due, now: moment, instant: start + time) {
                let took = Self.work(rules)
                for request in waiting where request.rules.isSubset(of: rules) {
                    longestWait = max(longestWait, time - request.asked)
                    waiting.remove(request)
                }
                if rules == AlertRule.ofFigures { wholes.append(time) }
                for rule in rules { runs[rule, default: []].append((time, time + took)) }
                time += took
                pace.evaluated(rules, at: moment, took: took, until: start + time)
            }
            time += .milliseconds(200)
        }
        // The first, and those of the refreshes, since which no hour has passed.
        #expect(wholes.count == 3, "\(wholes)")
        for (whole, wanted) in zip(wholes, [0, 2_900, 5_800]) { #expect(whole <= .seconds(wanted) + longestRest) }
        #expect(longestWait <= longestRest * 3, "\(longestWait)")
        #expect(waiting.count < 40, "what is left came since the newest evaluations")
        for (rule, runs) in runs {
            for (one, next) in zip(runs, runs.dropFirst()) {
                #expect(next.begin - one.end >= (one.end - one.begin) * 20, "\(rule) at \(next.begin)")
            }
        }
        #expect(runs.count == AlertRule.ofFigures.count)
    }

    @Test func aSteadyTrickleDoesNotHinderTheHourlyLook() {
        var pace = EvaluationPace()
        var wholes: [Duration] = []
        var time = Duration.zero
        while time < .seconds(7_500) {
            let moment = now.adding(microseconds: Int64(time / .microseconds(1)))
            if let rules = pace.rules(due(Self.surveys, [.systemDegraded]), now: moment, instant: start + time) {
                if rules == AlertRule.ofFigures { wholes.append(time) }
                time += Self.work(rules)
                pace.evaluated(rules, at: moment, took: Self.work(rules), until: start + time)
            }
            time += .milliseconds(200)
        }
        #expect(wholes.count == 3, "\(wholes)")
    }
}
