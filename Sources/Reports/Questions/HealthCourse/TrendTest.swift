import Foundation

/// Does a short row of numbers rise or fall, or does it only waver?
///
/// The test of Mann (1945, Econometrica 13, 245–259) and Kendall: of all pairs, how many rise and how many fall. It asks nothing of how the numbers
/// are distributed. Where no two are equal, the probability is exact, from the number of orders with as many inversions; else it is the normal
/// approximation with the correction for ties and continuity. The slope is that of Theil (1950) and Sen (1968, JASA 63, 1379–1389): the median of the
/// slopes of all pairs.
///
/// Weekly means of one company depend on the weeks before them, so a row that only waves is called moving more often than the level says.
/// That is why ``HealthCourse`` asks for a change that matters as well.
struct TrendTest: Sendable, Hashable {
    /// How many numbers there were.
    let count: Int
    /// Rising pairs less falling ones.
    let balance: Int
    /// Two-sided, of chance alone making it as uneven.
    let probability: Double
    /// A step, from one place to the next; 0 without two numbers.
    let slope: Double

    /// - Parameter values: in their order; a missing one keeps its place and takes no part.
    init(_ values: [Double?]) {
        let known = values.enumerated().compactMap { place, value in value.map { (place: Double(place), value: $0) } }
        var slopes: [Double] = []
        var balance = 0
        for (index, later) in known.enumerated() {
            for earlier in known[..<index] {
                slopes.append((later.value - earlier.value) / (later.place - earlier.place))
                balance += later.value > earlier.value ? 1 : later.value < earlier.value ? -1 : 0
            }
        }
        let groups = Dictionary(grouping: known.map(\.value)) { $0 }.values.map(\.count)
        (count, self.balance, slope) = (known.count, balance, Self.median(slopes))
        probability =
            groups.allSatisfy { $0 == 1 }
            ? Self.exactProbability(count: known.count, balance: balance)
            : Self.normalProbability(count: known.count, balance: balance, ties: groups)
    }

    /// With 2 decimals, of which the last is never rounded to nothing.
    var probabilityText: String { probability < 0.01 ? "below 0.01" : "\(ShareInterval.hundredths(probability))" }

    private static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count.isMultiple(of: 2) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[middle]
    }

    /// Of all orders of so many numbers, the share whose balance is at least as far from 0.
    private static func exactProbability(count: Int, balance: Int) -> Double {
        guard count > 1 else { return 1 }
        // orders[k]: the share of the orders with k falling pairs; each further number adds 0 to n − 1 of them.
        var orders = [1.0]
        for n in 2...count {
            var next = [Double](repeating: 0, count: orders.count + n - 1)
            for (k, share) in orders.enumerated() {
                for added in 0..<n { next[k + added] += share / Double(n) }
            }
            orders = next
        }
        let pairs = count * (count - 1) / 2
        return orders.enumerated().reduce(0) { sum, order in abs(pairs - 2 * order.offset) >= abs(balance) ? sum + order.element : sum }
    }

    private static func normalProbability(count: Int, balance: Int, ties: [Int]) -> Double {
        func term(_ n: Int) -> Int { n * (n - 1) * (2 * n + 5) }
        let variance = Double(term(count) - ties.reduce(0) { $0 + term($1) }) / 18
        guard balance != 0, variance > 0 else { return 1 }
        return erfc(Double(abs(balance) - 1) / variance.squareRoot() / 2.0.squareRoot())
    }
}
