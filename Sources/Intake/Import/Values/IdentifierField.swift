import Domain
import Foundation

/// Ids of a file: a UUID in its canonical form stands for itself, any other text becomes UUID v5 of its UTF-8.
///
/// The same mapping as `CustomerID(source:)`, without making strings of millions of fields.
struct IdentifierField {
    let bits: UUIDBits
    /// The id at the source differs from the UUID and is worth keeping.
    let isExternal: Bool

    init(_ field: FieldBytes) throws(Mistake) {
        guard !field.isPadded else { throw .padded }
        if let uuid = Self.canonicalUUID(field) {
            (bits, isExternal) = (uuid, false)
        } else {
            (bits, isExternal) = (UUIDBits(UUIDv5.make(namespace: CustomerID.namespace, name: field)), true)
        }
    }

    /// 8-4-4-4-12 hexadecimal digits.
    private static func canonicalUUID(_ field: FieldBytes) -> UUIDBits? {
        guard field.count == 36 else { return nil }
        var high: UInt64 = 0
        var low: UInt64 = 0
        for (index, byte) in field.enumerated() {
            switch index {
            case 8, 13, 18, 23:
                guard byte == UInt8(ascii: "-") else { return nil }
            default:
                guard let digit = hexadecimalDigit(byte) else { return nil }
                if index < 18 { high = high << 4 | digit } else { low = low << 4 | digit }
            }
        }
        return UUIDBits(high: high, low: low)
    }

    private static func hexadecimalDigit(_ byte: UInt8) -> UInt64? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt64(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt64(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt64(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
