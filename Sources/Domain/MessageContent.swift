/// What a message says, in a form that every channel can say: plain texts that a channel escapes in its own way, and paths of this server.
public struct MessageContent: Sendable, Hashable, JSONDocument {
    public struct Fact: Sendable, Hashable, Codable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
    }

    /// One of several things that the message is about, such as a customer.
    public struct Item: Sendable, Hashable, Codable {
        public let title: String
        public let detail: String
        /// Where to read on; begins with `/`.
        public let path: String?

        public init(title: String, detail: String, path: String?) { (self.title, self.detail, self.path) = (title, detail, path) }
    }

    public struct Section: Sendable, Hashable, Codable {
        public let heading: String
        public let paragraphs: [String]
        public let items: [Item]
        /// How many more items there are than are listed here.
        public let unlisted: Int

        public init(heading: String, paragraphs: [String] = [], items: [Item] = [], unlisted: Int = 0) {
            (self.heading, self.paragraphs, self.items, self.unlisted) = (heading, paragraphs, items, unlisted)
        }

        /// Messages that were stored before sections knew ``unlisted`` are read as well.
        public init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            self.init(
                heading: try values.decode(String.self, forKey: .heading),
                paragraphs: try values.decode([String].self, forKey: .paragraphs),
                items: try values.decode([Item].self, forKey: .items),
                unlisted: try values.decodeIfPresent(Int.self, forKey: .unlisted) ?? 0)
        }
    }

    /// `high`, `medium` or `low`.
    public let severity: String
    /// One line that stands alone.
    public let title: String
    public let summary: String
    public let facts: [Fact]
    public let sections: [Section]
    /// What no section lists because there is too much of it; 0 when everything is, and where sections say so themselves.
    public let unlisted: Int
    /// Where to read on and act.
    public let path: String?
    /// The alert that one click acknowledges; nil when there is nothing to acknowledge, or several.
    public let acknowledges: Int64?

    public init(
        severity: String, title: String, summary: String, facts: [Fact] = [], sections: [Section] = [], unlisted: Int = 0,
        path: String? = nil, acknowledges: Int64? = nil
    ) {
        (self.severity, self.title, self.summary, self.facts) = (severity, title, summary, facts)
        (self.sections, self.unlisted, self.path, self.acknowledges) = (sections, unlisted, path, acknowledges)
    }

    /// All that is not listed, in a section or altogether.
    public var allUnlisted: Int { sections.reduce(unlisted) { $0 + $1.unlisted } }
}
