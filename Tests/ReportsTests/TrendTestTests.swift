import Foundation
import Testing

@testable import Reports

@Suite struct TrendTestTests {
    /// Counted over all 720 orders of six numbers and all 40,320 of eight.
    @Test(
        "without ties the probability is exact",
        arguments: [
            ([1, 2, 3, 4, 5, 6], 15, 0.00277778), ([1, 2, 3, 4, 6, 5], 13, 0.01666667), ([2, 1, 4, 3, 6, 5], 9, 0.13611111),
            ([8, 7, 6, 5, 4, 3, 2, 1], -28, 0.0000496),
        ] as [([Double], Int, Double)])
    func exact(values: [Double], balance: Int, probability: Double) {
        let test = TrendTest(values)
        #expect(test.balance == balance)
        #expect(abs(test.probability - probability) < 0.0000001)
    }

    @Test("with ties it is the normal approximation, corrected for them and for continuity") func ties() {
        // 32 of 36 pairs rise, 4 are tied: variance (9·8·23 − 2·1·9 − 3·2·11) ÷ 18 = 87.33, z = 31 ÷ 9.345.
        let test = TrendTest([1, 1, 2, 3, 3, 3, 5, 6, 7])
        #expect(test.balance == 32)
        #expect(abs(test.probability - 0.000909) < 0.00001)
    }

    @Test("nothing, one number and equal numbers move nowhere") func still() {
        #expect(TrendTest([]).probability == 1)
        #expect(TrendTest([5]).probability == 1)
        #expect(TrendTest([5, 5, 5, 5]).probability == 1)
        #expect(TrendTest([nil, nil]).count == 0)
        #expect(TrendTest([5, 5]).slope == 0)
    }

    @Test("the slope is the median of all pairs' slopes; one wild number does not move it, a gap keeps its place") func slope() {
        #expect(TrendTest([1, 3, 5, 7, 9]).slope == 2)
        #expect(TrendTest([1, 3, 500, 7, 9]).slope == 2)
        #expect(TrendTest([1, nil, 5, nil, 9]).slope == 2)
    }
}
