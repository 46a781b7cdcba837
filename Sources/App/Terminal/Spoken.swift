import Domain
import Foundation

/// Numbers as people read them.
enum Spoken {
    /// `850 µs`, `12 ms`, `4.2 s`, `3 min`, `5 h`, `12 days`.
    static func duration(microseconds: Int64) -> String {
        let seconds = Double(microseconds) / 1_000_000
        switch seconds {
        case ..<0.001: return "\(microseconds) µs"
        case ..<1: return "\(microseconds / 1_000) ms"
        case ..<60: return "\((seconds * 10).rounded() / 10) s"
        case ..<7_200: return "\(Int(seconds / 60)) min"
        case ..<172_800: return "\(Int(seconds / 3_600)) h"
        default: return "\(Int(seconds / 86_400)) days"
        }
    }

    /// `1 customer`, `12,345 customers`.
    static func count(_ number: Int, _ one: String, _ many: String) -> String {
        NumberText.count(number, one, many)
    }

    /// A name of the database as a statement needs it: in quotes where it is more than small letters, digits and `_`.
    static func identifier(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { byte in
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
                || byte == UInt8(ascii: "_")
        }
        let beginsWithDigit = name.first?.isNumber ?? true
        return isPlain && !beginsWithDigit ? name : "\"" + name.replacing("\"", with: "\"\"") + "\""
    }
}
