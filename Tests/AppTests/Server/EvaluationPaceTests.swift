import Alerting
import Domain
import Testing

@testable import App

@Suite struct EvaluationPaceTests {
    private let now = Moment(microseconds: 1_780_000_000_000_000)
    private let start = ContinuousClock.now

    private func due(_ rules: Set<AlertRule> = [], byClock: Bool = false) -> AlertEvaluation.Due { .init(byClock: byClock, rules: rules) }

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
        let pace = pace(took: .zero)
        #expect(pace.rules(due(), now: now.adding(seconds: 60), instant: start) == EvaluationPace.cheap)
        #expect(pace.rules(due(), now: now.adding(seconds: 3_600), instant: start) == AlertRule.ofFigures)
        // A clock that is set back an hour brings everything at once instead of nothing for two hours.
        #expect(pace.rules(due(), now: now.adding(seconds: -3_600), instant: start) == AlertRule.ofFigures)
    }

    @Test func whatTakesLongRestsTwentyTimesAsLong() {
        var pace = pace(took: .zero)
        pace.evaluated([.npsNegative, .npsDrop], at: now, took: .seconds(2), until: start)
        let asked = due([.npsNegative, .npsDrop, .crmSyncFailure])
        #expect(pace.rules(asked, now: now, instant: start + .seconds(39)) == [.crmSyncFailure])
        #expect(pace.rules(due([.npsDrop]), now: now, instant: start + .seconds(39)) == nil)
        #expect(pace.rules(due([.npsDrop], byClock: true), now: now, instant: start + .seconds(39)) == [])
        #expect(pace.rules(asked, now: now, instant: start + .seconds(40)) == [.npsNegative, .npsDrop, .crmSyncFailure])
    }
}
