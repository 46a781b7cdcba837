/// Compresses the assets, each once, so that a first visit loads less than half of their bytes.
///
/// The format is that of RFC 1951 (DEFLATE with its fixed codes) in the wrapping of RFC 1952. Fixed codes give up some of what an optimal
/// compressor reaches, and fit on a page.
enum Gzip {
    static func compressed(_ input: [UInt8]) -> [UInt8] {
        var writer = BitWriter(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
        writer.write(1, 1)  // the last block
        writer.write(1, 2)  // of fixed codes
        deflate(input, into: &writer)
        writer.code(256)
        writer.flush()
        writer.bytes.append(contentsOf: littleEndian(checksum(input)))
        writer.bytes.append(contentsOf: littleEndian(UInt32(truncatingIfNeeded: input.count)))
        return writer.bytes
    }

    private static let shortest = 3
    private static let longest = 258
    private static let farthest = 32_768
    /// How many earlier places are tried for each position.
    private static let patience = 64

    /// Writes literals, and for what came before its distance and length.
    private static func deflate(_ input: [UInt8], into writer: inout BitWriter) {
        var newest = [Int32](repeating: -1, count: 1 << 15)
        var earlier = [Int32](repeating: -1, count: input.count)
        func hash(_ at: Int) -> Int { (Int(input[at]) << 10 ^ Int(input[at + 1]) << 5 ^ Int(input[at + 2])) & 0x7FFF }
        func remember(_ at: Int) {
            guard at + shortest <= input.count else { return }
            let key = hash(at)
            earlier[at] = newest[key]
            newest[key] = Int32(at)
        }
        func longestMatch(_ at: Int) -> (length: Int, distance: Int) {
            guard at + shortest <= input.count else { return (0, 0) }
            let limit = min(longest, input.count - at)
            var best = (length: 0, distance: 0)
            var place = Int(newest[hash(at)])
            var tries = patience
            while place >= 0, at - place <= farthest, tries > 0 {
                var length = 0
                while length < limit, input[place + length] == input[at + length] { length += 1 }
                if length > best.length { best = (length, at - place) }
                if length == limit { break }
                place = Int(earlier[place])
                tries -= 1
            }
            return best
        }
        var position = 0
        while position < input.count {
            let match = longestMatch(position)
            guard match.length >= shortest else {
                writer.code(Int(input[position]))
                remember(position)
                position += 1
                continue
            }
            writer.length(match.length)
            writer.distance(match.distance)
            for passed in position..<(position + match.length) { remember(passed) }
            position += match.length
        }
    }

    private static func littleEndian(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }

    /// CRC-32.
    private static func checksum(_ input: [UInt8]) -> UInt32 {
        let table = (0..<256 as Range<UInt32>).map { start in
            (0..<8).reduce(start) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        }
        return ~input.reduce(~0 as UInt32) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ ($0 >> 8) }
    }
}

/// Bits in the order of DEFLATE: the lowest first, codes of letters the highest first.
private struct BitWriter {
    var bytes: [UInt8]
    private var pending: UInt64 = 0
    private var count: UInt64 = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func write(_ value: Int, _ width: Int) {
        pending |= UInt64(value) << count
        count += UInt64(width)
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: pending))
            pending >>= 8
            count -= 8
        }
    }

    mutating func flush() { if count > 0 { write(0, Int(8 - count)) } }

    private mutating func reversed(_ code: Int, _ width: Int) {
        var result = 0
        for bit in 0..<width where code >> bit & 1 == 1 { result |= 1 << (width - 1 - bit) }
        write(result, width)
    }

    /// A literal, the end (256) or a length's symbol, by the fixed codes (RFC 1951, 3.2.6).
    mutating func code(_ symbol: Int) {
        switch symbol {
        case ..<144: reversed(0x30 + symbol, 8)
        case ..<256: reversed(0x190 + symbol - 144, 9)
        case ..<280: reversed(symbol - 256, 7)
        default: reversed(0xC0 + symbol - 280, 8)
        }
    }

    private static let lengths = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
    ]
    private static let distances = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1_025, 1_537, 2_049, 3_073, 4_097, 6_145, 8_193,
        12_289, 16_385, 24_577,
    ]

    mutating func length(_ length: Int) {
        let index = Self.lengths.lastIndex { $0 <= length } ?? 0
        code(257 + index)
        write(length - Self.lengths[index], index < 8 || index == 28 ? 0 : (index - 4) / 4)
    }

    mutating func distance(_ distance: Int) {
        let index = Self.distances.lastIndex { $0 <= distance } ?? 0
        reversed(index, 5)
        write(distance - Self.distances[index], index < 4 ? 0 : (index - 2) / 2)
    }
}
