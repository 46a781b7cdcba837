import Domain

/// Rows in the binary format of PostgreSQL's COPY, written where there is room for them already.
///
/// - Precondition: the caller has made sure that a row fits; nothing is checked here.
struct RowBuffer {
    static let header: [UInt8] = Array("PGCOPY\n".utf8) + [0xFF, 0x0D, 0x0A, 0x00] + [UInt8](repeating: 0, count: 8)
    static let trailer: [UInt8] = [0xFF, 0xFF]

    private let base: UnsafeMutablePointer<UInt8>
    private(set) var count = 0

    init(_ base: UnsafeMutablePointer<UInt8>) { self.base = base }

    /// What was written, from an offset to another.
    func bytes(_ range: Range<Int>) -> FieldBytes { FieldBytes(start: base + range.lowerBound, count: range.count) }

    mutating func forget(from offset: Int) { count = offset }

    mutating func skip(_ size: Int) { count += size }

    mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        put(number, at: count)
        count += MemoryLayout<Number>.size
    }

    func put<Number: FixedWidthInteger>(_ number: Number, at offset: Int) {
        UnsafeMutableRawPointer(base + offset).storeBytes(of: number.bigEndian, as: Number.self)
    }

    mutating func putNull() { put(Int32(-1)) }

    mutating func put(text: FieldBytes) {
        put(Int32(truncatingIfNeeded: text.count))
        guard let source = text.baseAddress else { return }
        (base + count).update(from: source, count: text.count)
        count += text.count
    }

    mutating func put(_ id: UUIDBits) {
        put(Int32(16))
        put(id.high)
        put(id.low)
    }

    /// A `timestamptz` or `bigint`, or a `date` or `integer`.
    mutating func putField<Number: FixedWidthInteger>(_ number: Number) {
        put(Int32(MemoryLayout<Number>.size))
        put(number)
    }

    /// PostgreSQL counts days and microseconds from 2000.
    static let daysTo2000 = 10_957

    mutating func put(_ moment: Moment) {
        putField(moment.microseconds - Int64(Self.daysTo2000) * Moment.microsecondsPerDay)
    }

    mutating func put(_ date: CivilDate) {
        putField(Int32(truncatingIfNeeded: date.daysSinceEpoch - Self.daysTo2000))
    }
}
