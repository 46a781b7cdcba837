// Schemas and documents are written as literals. Null has none: an optional that is missing and a value that is null are not the same.
extension JSON: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral, ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral {
    public init(stringLiteral text: String) { self = .string(text) }
    public init(booleanLiteral truth: Bool) { self = .bool(truth) }
    public init(integerLiteral number: Int64) { self = .integer(number) }
    public init(dictionaryLiteral members: (String, JSON)...) { self = .object(members.map { Member($0.0, $0.1) }) }
}
