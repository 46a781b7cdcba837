import Domain
import Testing

@testable import Delivery

@Suite struct RetryPolicyTests {
    let policy = RetryPolicy()

    @Test func pausesDoubleUpToHalfAnHour() {
        let pauses = (1...10).map { policy.pause(afterAttempts: $0, chance: 0.5) / 1_000_000 }
        #expect(pauses == [15, 30, 60, 120, 240, 480, 960, 1_800, 1_800, 1_800])
        #expect(policy.pause(afterAttempts: 1_000, chance: 0.5) == 1_800_000_000)
    }

    @Test func chanceMovesAPauseByAFifth() {
        #expect(policy.pause(afterAttempts: 1, chance: 0) == 12_000_000)
        #expect(policy.pause(afterAttempts: 1, chance: 1) == 18_000_000)
    }

    @Test func theReceiversWishIsObeyed() {
        let verdict = policy.verdict(.retry(after: 7, reason: ""), attempts: 9, giveUpAt: noon.adding(days: 1), now: noon, chance: 0)
        #expect(verdict == .again(at: noon.adding(seconds: 7)))
    }

    @Test func theLastTryIsWhenTheTimeIsOver() {
        let end = noon.adding(seconds: 60)
        #expect(policy.verdict(.retry(after: nil, reason: ""), attempts: 20, giveUpAt: end, now: noon, chance: 0) == .again(at: end))
        #expect(policy.verdict(.retry(after: nil, reason: ""), attempts: 20, giveUpAt: end, now: end, chance: 0) == .dead)
        #expect(policy.verdict(.retry(after: 5, reason: ""), attempts: 20, giveUpAt: end, now: end, chance: 0) == .dead)
        #expect(policy.verdict(.failed(reason: ""), attempts: 1, giveUpAt: end, now: noon, chance: 0) == .failed)
        #expect(policy.verdict(.sent(answer: ""), attempts: 1, giveUpAt: noon, now: end, chance: 0) == .sent)
    }
}
