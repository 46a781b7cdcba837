/// One of several things that are told one by one, such as a customer and what moved them.
public struct ReportItem: Sendable, Hashable, Codable {
    public let title: String
    public let detail: String
    /// Further lines, each a thing of its own: what preceded a recovery.
    public let points: [String]
    /// A page of this server; begins with `/`.
    public let path: String?

    public init(title: String, detail: String, points: [String] = [], path: String? = nil) {
        (self.title, self.detail, self.points, self.path) = (title, detail, points, path)
    }
}
