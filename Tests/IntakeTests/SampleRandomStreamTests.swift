import Foundation
import Testing

@testable import Intake

@Suite("Sample company: random numbers")
struct SampleRandomStreamTests {
    private func draws<Value>(_ count: Int, _ draw: (inout RandomStream) -> Value) -> [Value] {
        var random = RandomStream(seed: 7, number: 3, purpose: .life)
        return (0..<count).map { _ in draw(&random) }
    }

    private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    @Test("xoshiro256** gives the numbers its authors' program gives")
    func reference() {
        var random = RandomStream(state: (1, 2, 3, 4))
        let expected: [UInt64] = [11_520, 0, 1_509_978_240, 1_215_971_899_390_074_240, 1_216_172_134_540_287_360]
        #expect((0..<5).map { _ in random.next() } == expected)
    }

    @Test("a stream is told by seed, number and purpose")
    func streams() {
        func first(_ seed: UInt64, _ number: UInt64, _ purpose: RandomStream.Purpose) -> UInt64 {
            var random = RandomStream(seed: seed, number: number, purpose: purpose)
            return random.next()
        }
        #expect(first(1, 2, .life) == first(1, 2, .life))
        let others = [
            first(1, 2, .life), first(2, 1, .life), first(1, 3, .life), first(1, 2, .detail), first(2, 2, .life), first(0, 0, .company),
        ]
        #expect(Set(others).count == others.count)
    }

    @Test("functions without the platform's library agree with it")
    func portableMath() {
        for x in stride(from: -30.0, through: 30, by: 0.37) {
            #expect(abs(PortableMath.exp(x) / Foundation.exp(x) - 1) < 1e-14)
            let y = Foundation.exp(x)
            #expect(abs(PortableMath.log(y) - Foundation.log(y)) < 1e-13)
        }
        #expect(PortableMath.exp(0) == 1)
        #expect(PortableMath.log(1) == 0)
        #expect(PortableMath.logistic(0) == 0.5)
    }

    @Test("distributions have their means and deviations")
    func distributions() {
        let normal = draws(20_000) { $0.normal() }
        #expect(abs(mean(normal)) < 0.03)
        #expect(abs(mean(normal.map { $0 * $0 }) - 1) < 0.05)
        #expect(abs(mean(draws(20_000) { $0.exponential(mean: 5) }) - 5) < 0.2)
        #expect(abs(mean(draws(20_000) { Double($0.poisson(mean: 0.6)) }) - 0.6) < 0.03)
        #expect(abs(mean(draws(5_000) { Double($0.poisson(mean: 70)) }) - 70) < 0.6)
        #expect(draws(10) { $0.poisson(mean: 0) }.allSatisfy { $0 == 0 })
        #expect(abs(draws(20_001) { $0.logNormal(median: 100, spread: 0.5) }.sorted()[10_000] - 100) < 3)
        let picks = draws(20_000) { $0.pick(weights: [1, 0, 3]) }
        #expect(abs(Double(picks.count { $0 == 2 }) / 20_000 - 0.75) < 0.02)
        #expect(!picks.contains(1))
        #expect(draws(1_000) { $0.below(7) }.allSatisfy { (0..<7).contains($0) })
    }

    @Test("ids are UUIDs of version 4, all different")
    func ids() {
        let ids = draws(10_000) { $0.uuid() }
        #expect(Set(ids).count == ids.count)
        #expect(ids.allSatisfy { $0.high >> 12 & 0xF == 4 && $0.low >> 62 == 2 })
    }
}
