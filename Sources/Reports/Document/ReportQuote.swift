/// What somebody said, in their own words.
public struct ReportQuote: Sendable, Hashable, Codable {
    public let text: String
    /// Who, as far as a reader needs it: `Enterprise customer, gave 3, 2026-10-12`.
    public let source: String

    public init(_ text: String, source: String) { (self.text, self.source) = (text, source) }
}
