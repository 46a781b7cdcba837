public import Foundation

/// What a parameter's value may be: its type and its range in one.
public enum ParameterKind: Sendable, Hashable {
    case whole(ClosedRange<Int>)
    case decimal(ClosedRange<Decimal>)
    /// Any text, the empty one included.
    case text
    /// One of these words, spelled exactly so.
    case choice([String])

    /// The type's name in the specification and in the database.
    public var typeName: String {
        switch self {
        case .whole: "int"
        case .decimal: "decimal"
        case .text, .choice: "string"
        }
    }

    /// What is allowed, for people: `0 to 100`, `Monday, Tuesday, …`, `any text`.
    public var rangeText: String {
        switch self {
        case .whole(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .decimal(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .text: "any text"
        case .choice(let words): words.joined(separator: ", ")
        }
    }
}
