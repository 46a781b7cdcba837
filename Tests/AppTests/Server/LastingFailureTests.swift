import Testing

@testable import App

@Suite struct LastingFailureTests {
    private let start = ContinuousClock.now

    @Test func itIsSaidAtOnceThenEachHourAndWhenItIsOver() {
        var failure = LastingFailure()
        #expect(failure.ended(at: start) == nil)
        var said: [Duration] = []
        for second in 0...7_300 {
            if let lasted = failure.failed(at: start + .seconds(second)) { said.append(lasted) }
        }
        #expect(said == [.zero, .seconds(3_600), .seconds(7_200)])
        #expect(failure.ended(at: start + .seconds(7_301)) == .seconds(7_301))
        #expect(failure.ended(at: start + .seconds(7_302)) == nil)
        // The next is another.
        #expect(failure.failed(at: start + .seconds(7_303)) == .zero)
    }
}
