public import Domain

/// Makes the paths of a message addresses that work elsewhere.
public struct MessageLinks: Sendable {
    private let publicURL: String
    private let acknowledge: @Sendable (_ alert: Int64, _ now: Moment) -> String?

    /// - Parameters:
    ///   - publicURL: how others reach this server, such as `https://mainstay.example.com`.
    ///   - acknowledge: the path of the page that acknowledges an alert without signing in; nil where there is none.
    public init(publicURL: String, acknowledge: @escaping @Sendable (_ alert: Int64, _ now: Moment) -> String? = { _, _ in nil }) {
        var url = publicURL
        while url.hasSuffix("/") { url.removeLast() }
        (self.publicURL, self.acknowledge) = (url, acknowledge)
    }

    /// Nil for nil, and for what is no path of this server.
    func url(_ path: String?) -> String? {
        guard let path, path.hasPrefix("/"), !path.hasPrefix("//"), path.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
        else { return nil }
        return publicURL + path
    }

    func acknowledgement(of content: MessageContent, now: Moment) -> String? {
        content.acknowledges.flatMap { url(acknowledge($0, now)) }
    }
}
