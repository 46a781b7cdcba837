import Foundation

/// A UUID as two numbers, so that millions of them sort and encode quickly.
struct UUIDBits: Sendable, Hashable, Comparable {
    let high: UInt64
    let low: UInt64

    init(high: UInt64, low: UInt64) { (self.high, self.low) = (high, low) }

    init(_ uuid: UUID) {
        (high, low) = withUnsafeBytes(of: uuid.uuid) { bytes in
            (
                UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
                UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            )
        }
    }

    /// PostgreSQL's order of `uuid`: byte by byte.
    static func < (left: UUIDBits, right: UUIDBits) -> Bool { (left.high, left.low) < (right.high, right.low) }
}
