/// A reproducible stream of random numbers: xoshiro256** (Blackman and Vigna, 2018), seeded by SplitMix64.
///
/// Every customer has streams of its own, chosen by number, so that a customer comes out the same whatever is made before it.
/// The standard library's generators and its ways of drawing from a range are not promised to stay the same; these are.
struct RandomStream {
    /// What a stream is used for; two purposes of one customer never share numbers.
    enum Purpose: UInt64 {
        /// Who the customer is.
        case profile = 1
        /// What happens to the customer: states, visits, tickets, answers.
        case life = 2
        /// What does not change the course of a life: ids, texts, further events of a visit.
        case detail = 3
        /// What belongs to the company as a whole.
        case company = 4
    }

    private var state: (UInt64, UInt64, UInt64, UInt64)

    /// - Parameters:
    ///   - seed: the company's seed.
    ///   - number: the customer's number; 0 for the company.
    init(seed: UInt64, number: UInt64, purpose: Purpose) {
        // Three rounds of mixing, so that neighbouring seeds and numbers have nothing in common.
        var source = SplitMix64(state: seed)
        source = SplitMix64(state: source.next() ^ number)
        source = SplitMix64(state: source.next() ^ purpose.rawValue)
        state = (source.next(), source.next(), source.next(), source.next())
    }

    /// - Parameter state: the generator's 256 bits, not all zero.
    init(state: (UInt64, UInt64, UInt64, UInt64)) { self.state = state }

    mutating func next() -> UInt64 {
        let result = Self.rotate(state.1 &* 5, by: 7) &* 9
        let shifted = state.1 << 17
        state.2 ^= state.0
        state.3 ^= state.1
        state.1 ^= state.2
        state.0 ^= state.3
        state.2 ^= shifted
        state.3 = Self.rotate(state.3, by: 45)
        return result
    }

    private static func rotate(_ value: UInt64, by bits: UInt64) -> UInt64 { value << bits | value >> (64 - bits) }
}

/// Steele, Lea and Flood, "Fast splittable pseudorandom number generators" (2014): one step, well mixed.
private struct SplitMix64 {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
