import Foundation

/// A value that is kept, and given to programs, as one JSON text: snake_case keys in alphabetical order, numbers with all their digits, moments in
/// ISO 8601. The same value always gives the same text, so a text can be compared and hashed.
public protocol JSONDocument: Codable {}

extension JSONDocument {
    /// - Parameter indented: one member a line, for people; else all on one line.
    /// - Throws: `EncodingError`; no value of this package gives a reason.
    public func jsonText(indented: Bool = false) throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting =
            indented ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    /// Reads what ``jsonText(indented:)`` wrote.
    /// - Throws: `DecodingError` when the text is another program's or another version's.
    public init(jsonText: String) throws {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        self = try decoder.decode(Self.self, from: Data(jsonText.utf8))
    }
}
