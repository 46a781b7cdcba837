public import Foundation

/// A JSON value that keeps the order of its members and the digits of its numbers.
///
/// Figures are exact decimals; a program that compares two answers byte for byte must find them equal.
public enum JSON: Sendable, Hashable {
    case null
    case bool(Bool)
    case integer(Int64)
    case decimal(Decimal)
    case string(String)
    case array([JSON])
    case object([Member])

    public struct Member: Sendable, Hashable {
        public let name: String
        public let value: JSON
        public init(_ name: String, _ value: JSON) { (self.name, self.value) = (name, value) }
    }

    /// An object whose members are given in order.
    public static func object(_ members: KeyValuePairs<String, JSON>) -> JSON {
        .object(members.map { Member($0.key, $0.value) })
    }

    public static func from(_ value: Int?) -> JSON { value.map { .integer(Int64($0)) } ?? .null }
    public static func from(_ value: Decimal?) -> JSON { value.map { .decimal($0) } ?? .null }
    public static func from(_ value: String?) -> JSON { value.map { .string($0) } ?? .null }
    public static func from(_ value: Bool?) -> JSON { value.map { .bool($0) } ?? .null }
    public static func from(_ value: Moment?) -> JSON { value.map { .string($0.iso8601) } ?? .null }

    /// The text of the value.
    /// - Parameter indented: two spaces a level, one member a line; else all on one line.
    public func text(indented: Bool = false) -> String {
        var text = ""
        write(to: &text, indentation: indented ? 0 : nil)
        return text
    }

    private func write(to text: inout String, indentation: Int?) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .integer(let value): text += String(value)
        case .decimal(let value): text += "\(value)"
        case .string(let value): Self.write(value, to: &text)
        case .array(let items):
            Self.write(items, between: ("[", "]"), to: &text, indentation: indentation) { item, text, level in
                item.write(to: &text, indentation: level)
            }
        case .object(let members):
            Self.write(members, between: ("{", "}"), to: &text, indentation: indentation) { member, text, level in
                Self.write(member.name, to: &text)
                text += level == nil ? ":" : ": "
                member.value.write(to: &text, indentation: level)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], between brackets: (String, String), to text: inout String, indentation: Int?,
        each: (Item, inout String, Int?) -> Void
    ) {
        text += brackets.0
        let inner = indentation.map { $0 + 1 }
        for (index, item) in items.enumerated() {
            if index > 0 { text += "," }
            if let inner { text += "\n" + String(repeating: "  ", count: inner) }
            each(item, &text, inner)
        }
        if let indentation, !items.isEmpty { text += "\n" + String(repeating: "  ", count: indentation) }
        text += brackets.1
    }

    private static func write(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            // U+2028 and U+2029 end a line in JavaScript; escaped, the text may stand inside a script.
            case "\u{2028}": text += "\\u2028"
            case "\u{2029}": text += "\\u2029"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
