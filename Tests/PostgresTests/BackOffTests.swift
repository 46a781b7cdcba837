import Postgres
import Testing

@Suite struct BackOffTests {
    @Test func `pauses double up to the longest`() {
        let backOff = BackOff(first: .milliseconds(100), longest: .seconds(1))
        let pauses = (1...6).map { backOff.pause(afterFailures: $0, spread: 1) }
        #expect(pauses == [100, 200, 400, 800, 1000, 1000].map { .milliseconds($0) })
        #expect(backOff.pause(afterFailures: 1000, spread: 1) == .seconds(1))
    }

    @Test func `spread takes up to half away`() {
        let backOff = BackOff(first: .milliseconds(100), longest: .seconds(1))
        #expect(backOff.pause(afterFailures: 1, spread: 0) == .milliseconds(50))
    }
}
