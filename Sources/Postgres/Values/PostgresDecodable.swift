/// A value that can be read from a column.
///
/// An enumeration with a raw value needs no code: `enum Channel: String, PostgresDecodable { … }`.
public protocol PostgresDecodable {
    /// Reads PostgreSQL's text form.
    ///
    /// - Throws: any error, preferably ``UnreadableText``; ``Row`` adds the column's name and type.
    init(postgresText text: String) throws

    /// What NULL reads as; `nil`, the default, makes NULL an error. Only `Optional` needs to say otherwise.
    static var postgresNull: Self? { get }
}

extension PostgresDecodable {
    public static var postgresNull: Self? { nil }
}

/// A column's text is not of the form that was expected.
public struct UnreadableText: Error, Sendable, CustomStringConvertible {
    /// What was expected, in words: "a whole number from -32768 to 32767".
    public let expected: String

    public init(expected: String) {
        self.expected = expected
    }

    public var description: String { "expected \(expected)" }
}

extension PostgresDecodable where Self: RawRepresentable, RawValue: PostgresDecodable {
    public init(postgresText text: String) throws {
        guard let value = Self(rawValue: try RawValue(postgresText: text)) else {
            throw UnreadableText(expected: "a value of \(Self.self)")
        }
        self = value
    }
}

extension Optional: PostgresDecodable where Wrapped: PostgresDecodable {
    public init(postgresText text: String) throws {
        self = .some(try Wrapped(postgresText: text))
    }

    public static var postgresNull: Wrapped?? { .some(.none) }
}
