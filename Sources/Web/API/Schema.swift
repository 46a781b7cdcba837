import Domain
import Foundation

/// A JSON Schema (2020-12), as OpenAPI 3.1 has them.
struct Schema: Sendable, Hashable {
    let json: JSON

    private init(_ members: [JSON.Member]) { json = .object(members) }

    private init(_ members: KeyValuePairs<String, JSON>) { json = .object(members) }

    // MARK: Values

    static let text = Schema(["type": "string"])
    static let truth = Schema(["type": "boolean"])
    static let number = Schema(["type": "number"])
    /// What ``Moment/iso8601`` writes.
    static let moment = Schema(["type": "string", "format": "date-time"])
    static let date = Schema(["type": "string", "format": "date"])
    static let uuid = Schema(["type": "string", "format": "uuid"])
    static let month = Schema(["type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"])
    static let count = integer(from: 0)
    /// An object of any members.
    static let anyObject = Schema(["type": "object"])
    /// From six minutes to a year.
    static let hours = Schema(["type": "number", "minimum": .decimal(Decimal(1) / 10), "maximum": 8_784])
    /// 0–100.
    static let percent = number(from: 0, to: 100)

    static func text(pattern: String? = nil, lengths: ClosedRange<Int>) -> Schema {
        Schema(
            [JSON.Member("type", "string")] + [pattern.map { JSON.Member("pattern", .string($0)) }].compactMap(\.self)
                + [JSON.Member("minLength", .from(lengths.lowerBound)), JSON.Member("maxLength", .from(lengths.upperBound))])
    }

    static func integer(from minimum: Int? = nil, to maximum: Int? = nil) -> Schema {
        Schema(
            [JSON.Member("type", "integer")]
                + [minimum.map { JSON.Member("minimum", .from($0)) }, maximum.map { JSON.Member("maximum", .from($0)) }].compactMap(\.self))
    }

    static func number(from minimum: Int? = nil, to maximum: Int? = nil) -> Schema {
        Schema(
            [JSON.Member("type", "number")]
                + [minimum.map { JSON.Member("minimum", .from($0)) }, maximum.map { JSON.Member("maximum", .from($0)) }].compactMap(\.self))
    }

    static func choice(_ words: [String]) -> Schema {
        Schema(["type": "string", "enum": .array(words.map { .string($0) })])
    }

    static func choice<Words: CaseIterable & RawRepresentable<String>>(of words: Words.Type) -> Schema {
        choice(words.allCases.map(\.rawValue))
    }

    // MARK: Made of others

    /// One of the document's components.
    static func named(_ name: String) -> Schema { Schema(["$ref": .string("#/components/schemas/\(name)")]) }

    static func list(of item: Schema, lengths: ClosedRange<Int>? = nil) -> Schema {
        Schema(
            [JSON.Member("type", "array"), JSON.Member("items", item.json)]
                + (lengths.map { [JSON.Member("minItems", .from($0.lowerBound)), JSON.Member("maxItems", .from($0.upperBound))] } ?? []))
    }

    /// All members are there and there are no others, so that an answer that changes its shape is caught.
    /// - Parameter optional: members that may be missing.
    static func object(_ members: KeyValuePairs<String, Schema>, optional: KeyValuePairs<String, Schema> = [:]) -> Schema {
        object(members.map { ($0.key, $0.value) }, optional: optional.map { ($0.key, $0.value) })
    }

    static func object(_ members: [(String, Schema)], optional: [(String, Schema)] = []) -> Schema {
        Schema([
            "type": "object",
            "required": .array(members.map { .string($0.0) }),
            "properties": .object((members + optional).map { JSON.Member($0.0, $0.1.json) }),
            "additionalProperties": false,
        ])
    }

    static func oneOf(_ kinds: [Schema]) -> Schema { Schema(["oneOf": .array(kinds.map(\.json))]) }

    // MARK: Changed

    var orNull: Schema {
        guard case .object(let members) = json, case .string(let type)? = members.first(where: { $0.name == "type" })?.value else {
            return Schema(["anyOf": .array([json, ["type": "null"]])])
        }
        return Schema(
            members.map { member in
                switch (member.name, member.value) {
                case ("type", _): JSON.Member("type", .array([.string(type), "null"]))
                case ("enum", .array(let words)): JSON.Member("enum", .array(words + [.null]))
                default: member
                }
            })
    }

    func described(_ words: String) -> Schema { with("description", .string(words)) }
    func example(_ value: JSON) -> Schema { with("examples", .array([value])) }
    func standing(_ value: JSON) -> Schema { with("default", value) }

    private func with(_ name: String, _ value: JSON) -> Schema {
        guard case .object(let members) = json else { return self }
        return Schema(members + [JSON.Member(name, value)])
    }
}
