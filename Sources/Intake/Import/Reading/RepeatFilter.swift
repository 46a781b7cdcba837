/// Tells ids that have certainly not been seen before from those that may have been, in bounded memory (a Bloom filter).
///
/// Nearly all rows of nearly all files are new to their file. Only the few that may be repeats need the exact answer, which the database
/// gives from the staged rows.
struct RepeatFilter {
    private var words: [UInt64]
    private let mask: UInt64

    /// - Parameter rows: about how many ids will come. More of them only cost more exact look-ups. At most 32 MB are used.
    init(rows: Int) {
        // Some 16 bits an id give one false "maybe" in a few hundred; a larger filter costs more in cache misses than it saves in look-ups.
        var count = 1 << 10
        while count < 1 << 22, count * 64 < rows * 16 { count <<= 1 }
        words = [UInt64](repeating: 0, count: count)
        mask = UInt64(count - 1)
    }

    /// Remembers the id.
    /// - Returns: false when it is certainly new.
    mutating func mayHaveSeen(_ id: UUIDBits) -> Bool {
        // Ids of a source may be consecutive: every bit of them must reach every bit of the hash (the finalizer of SplitMix64).
        var hash = id.high &* 0x9E37_79B9_7F4A_7C15 ^ id.low
        hash = (hash ^ hash >> 30) &* 0xBF58_476D_1CE4_E5B9
        hash = (hash ^ hash >> 27) &* 0x94D0_49BB_1331_11EB
        hash ^= hash >> 31
        let index = Int(hash >> 32 & mask)
        let bits: UInt64 = 1 << (hash & 63) | 1 << (hash >> 6 & 63) | 1 << (hash >> 12 & 63)
        let known = words[index]
        words[index] = known | bits
        return known & bits == bits
    }
}
