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

        public init(heading: String, paragraphs: [String] = [], items: [Item] = []) {
            (self.heading, self.paragraphs, self.items) = (heading, paragraphs, items)
        }
    }

    /// `high`, `medium` or `low`.
    public let severity: String
    /// One line that stands alone.
    public let title: String
    public let summary: String
    public let facts: [Fact]
    public let sections: [Section]
    /// What is not listed because there is too much of it; 0 when everything is.
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
}
