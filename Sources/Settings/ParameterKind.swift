public import Domain
public import Foundation

/// What a parameter's value may be: its type and its range in one.
public enum ParameterKind: Sendable, Hashable {
    case whole(ClosedRange<Int>)
    case decimal(ClosedRange<Decimal>)
    /// Any text, the empty one included.
    case text
    /// One of these words, spelled exactly so.
    case choice([String])
    /// Where messages go, in this form; empty for nowhere.
    case target(TargetForm)

    /// The type's name in the specification and in the database.
    public var typeName: String {
        switch self {
        case .whole: "int"
        case .decimal: "decimal"
        case .text, .choice, .target: "string"
        }
    }

    /// What is allowed, for people: `0 to 100`, `Monday, Tuesday, …`, `any text`.
    public var rangeText: String {
        switch self {
        case .whole(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .decimal(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .text: "any text"
        case .choice(let words): words.joined(separator: ", ")
        case .target(.slack): "#channel, @name or an id; empty for nobody"
        case .target(.email): "addresses with commas; empty for nobody"
        case .target(.webhook): "an http(s) address; empty for nobody"
        }
    }
}
