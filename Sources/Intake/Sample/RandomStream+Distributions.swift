extension RandomStream {
    /// Uniform in [0, 1).
    mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in [lower, upper).
    mutating func between(_ lower: Double, _ upper: Double) -> Double { lower + (upper - lower) * unit() }

    /// True in this share of the draws.
    mutating func chance(_ probability: Double) -> Bool { unit() < probability }

    /// Uniform in 0 ..< count; the bias of one in 2⁶⁴ is of no account here.
    mutating func below(_ count: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(count)).high) }

    /// Mean 0, deviation 1, never beyond ±6: the sum of twelve uniform numbers, which needs no function of the platform.
    mutating func normal() -> Double {
        var sum: UInt64 = 0
        for _ in 0..<3 {
            let bits = next()
            sum &+= (bits & 0xFFFF) &+ (bits >> 16 & 0xFFFF) &+ (bits >> 32 & 0xFFFF) &+ (bits >> 48)
        }
        return (Double(sum) + 6) / 65_536 - 6
    }

    /// Waiting time with this mean.
    mutating func exponential(mean: Double) -> Double { -mean * PortableMath.log(1 - unit()) }

    /// Log-normal with this median; `spread` is the deviation of the logarithm.
    mutating func logNormal(median: Double, spread: Double) -> Double { median * PortableMath.exp(spread * normal()) }

    /// Number of arrivals where this many are expected (Knuth's product of uniforms; fine for the small means used here).
    mutating func poisson(mean: Double) -> Int {
        // Above this the product would underflow; the pieces add up to the same distribution.
        if mean > 30 { return poisson(mean: 30) + poisson(mean: mean - 30) }
        guard mean > 0 else { return 0 }
        let limit = PortableMath.exp(-mean)
        var product = unit()
        var count = 0
        while product > limit {
            count += 1
            product *= unit()
        }
        return count
    }

    /// An index, each as likely as its weight.
    mutating func pick(weights: [Double]) -> Int {
        var rest = unit() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.count - 1
    }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[below(items.count)] }

    /// The bits of a random UUID (version 4).
    mutating func uuid() -> UUIDBits {
        UUIDBits(high: next() & 0xFFFF_FFFF_FFFF_0FFF | 0x4000, low: next() & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000)
    }
}
