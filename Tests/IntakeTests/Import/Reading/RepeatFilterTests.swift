import Testing

@testable import Intake

@Suite("Repeat filter")
struct RepeatFilterTests {
    @Test("what was seen is never called new, and little else is called seen")
    func certainty() {
        var filter = RepeatFilter(rows: 20_000)
        var falseAlarms = 0
        // Consecutive ids are the worst case: some sources count.
        for number in 0..<20_000 as Range<UInt64> where filter.mayHaveSeen(UUIDBits(high: 7, low: number)) { falseAlarms += 1 }
        #expect(falseAlarms < 400)
        for number in 0..<20_000 as Range<UInt64> {
            let seen = filter.mayHaveSeen(UUIDBits(high: 7, low: number))
            #expect(seen)
        }
    }
}
