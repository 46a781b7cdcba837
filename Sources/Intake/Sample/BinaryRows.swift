import Domain

/// Rows in the binary format of PostgreSQL's COPY: the server stores them without reading a single digit.
struct BinaryRows: Sendable {
    /// Parts that go out one by one, so that a load can be stopped between them.
    private static let partSize = 1 << 19

    private(set) var count = 0
    private var fullParts: [[UInt8]] = []
    private var part: [UInt8] = []

    init() {
        part.append(contentsOf: Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00])
        // Flags and the length of a header extension: neither is used.
        append(Int64(0))
    }

    /// The whole input of one COPY, with the mark of its end.
    var parts: [[UInt8]] { fullParts + [part + [0xFF, 0xFF]] }

    mutating func beginRow(fields: Int16) {
        if part.count >= Self.partSize {
            fullParts.append(part)
            part.removeAll(keepingCapacity: true)
        }
        count += 1
        append(fields)
    }

    mutating func addNull() { append(Int32(-1)) }

    mutating func add(_ id: UUIDBits) {
        append(Int32(16))
        append(id.high)
        append(id.low)
    }

    mutating func add(_ text: String?) {
        guard var text else { return addNull() }
        text.withUTF8 { bytes in
            append(Int32(bytes.count))
            part.append(contentsOf: bytes)
        }
    }

    /// A text already encoded by `encoded`.
    mutating func add(encoded field: [UInt8]) { part.append(contentsOf: field) }

    /// A text as a field, for those that are written millions of times.
    static func encoded(_ text: String) -> [UInt8] {
        withUnsafeBytes(of: Int32(text.utf8.count).bigEndian) { Array($0) } + Array(text.utf8)
    }

    /// A `timestamptz`: microseconds since 2000.
    mutating func add(_ moment: Moment?) {
        guard let moment else { return addNull() }
        append(Int32(8))
        append(moment.microseconds - 10_957 * Moment.microsecondsPerDay)
    }

    /// A `date`: days since 2000.
    mutating func add(date: CivilDate?) {
        guard let date else { return addNull() }
        append(Int32(4))
        append(Int32(date.daysSinceEpoch - 10_957))
    }

    mutating func add(_ number: Int?) {
        guard let number else { return addNull() }
        append(Int32(4))
        append(Int32(clamping: number))
    }

    mutating func add(_ bool: Bool) {
        append(Int32(1))
        part.append(bool ? 1 : 0)
    }

    /// A `numeric` with two decimals, not negative.
    mutating func add(cents: Int64?) {
        guard let cents else { return addNull() }
        // Digits to the base 10,000, the most significant first; the last one holds the cents.
        var digits: [Int16] = [Int16(cents % 100 * 100)]
        var whole = cents / 100
        while whole > 0 {
            digits.insert(Int16(whole % 10_000), at: 0)
            whole /= 10_000
        }
        append(Int32(8 + 2 * digits.count))
        append(Int16(digits.count))
        // The place of the first digit.
        append(Int16(digits.count - 2))
        // Sign, and decimals shown.
        append(Int16(0))
        append(Int16(2))
        for digit in digits { append(digit) }
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { part.append(contentsOf: $0) }
    }
}
