/// Something that somebody has to decide or do.
public struct ReportDecision: Sendable, Hashable, Codable {
    /// What to do, as an imperative or a question: `Call Acme Ltd`, `Raise critical_threshold from 40 to 45?`
    public let proposal: String
    /// The evidence, with numbers and n.
    public let reason: String
    /// A command that does it.
    public let command: String?
    /// A page of this server on which to act; begins with `/`.
    public let path: String?
    /// The id of the section with the evidence.
    public let section: String?

    public init(_ proposal: String, because reason: String, command: String? = nil, path: String? = nil, section: String? = nil) {
        (self.proposal, self.reason, self.command, self.path, self.section) = (proposal, reason, command, path, section)
    }
}
