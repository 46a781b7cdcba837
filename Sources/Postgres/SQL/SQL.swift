/// A statement and the values bound to it.
///
/// Built by string interpolation, in which every value becomes a bound parameter; text that must become part of
/// the statement itself takes a loud word.
///
/// ```swift
/// let open: SQL = "SELECT id FROM mainstay.support_tickets WHERE user_id = \(customer) AND status = \(status)"
/// let newest: SQL = "\(open) ORDER BY \(identifier: column) DESC LIMIT \(limit)"
/// ```
///
/// - Warning: `\(raw:)` and ``init(raw:)`` are for text of the program's own; never for anything a user typed.
public struct SQL: Sendable {
    /// The text around the values: always one piece more than there are bindings.
    private(set) var pieces: [String]
    private(set) var bindings: [Binding]

    /// A value as it travels: its type and its text; `nil` is NULL.
    struct Binding: Sendable {
        let type: PostgresType
        let text: String?
    }

    /// A statement taken as it is, for instance read from a file of the program.
    public init(raw text: String) {
        pieces = [text]
        bindings = []
    }

    /// The statement with `$1`, `$2`, … where the values are bound.
    public var text: String {
        if bindings.isEmpty { return pieces[0] }
        var text = pieces[0]
        for (index, piece) in pieces.dropFirst().enumerated() {
            text += "$\(index + 1)"
            text += piece
        }
        return text
    }

    mutating func append(raw text: String) {
        pieces[pieces.count - 1] += text
    }

    mutating func append(_ binding: Binding) {
        bindings.append(binding)
        pieces.append("")
    }

    /// Adds another statement's text and values behind this one's; its placeholders are renumbered.
    public mutating func append(_ other: SQL) {
        pieces[pieces.count - 1] += other.pieces[0]
        pieces.append(contentsOf: other.pieces.dropFirst())
        bindings.append(contentsOf: other.bindings)
    }

    public static func + (left: SQL, right: SQL) -> SQL {
        var sum = left
        sum.append(right)
        return sum
    }

    public static func += (left: inout SQL, right: SQL) {
        left.append(right)
    }
}

extension SQL: CustomStringConvertible {
    /// The statement with `****` in place of each value.
    public var description: String {
        pieces.joined(separator: "****")
    }
}

extension Sequence<SQL> {
    /// The statements one behind the other, with `separator` between them.
    public func joined(separator: SQL) -> SQL {
        var joined = SQL(raw: "")
        var isFirst = true
        for part in self {
            if !isFirst { joined.append(separator) }
            joined.append(part)
            isFirst = false
        }
        return joined
    }
}
