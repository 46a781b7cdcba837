/// One e-mail address, `anna@example.com`: the one rule for accounts, routes and mail, so that what is taken anywhere can be sent to.
public struct EmailAddress: Sendable, Hashable, CustomStringConvertible {
    public let text: String

    /// - Returns: nil for a text that is none, or that could mean anything else to a mail server. A comma would make two addresses of it, an angle
    ///   bracket another one than is seen, and letters that are not ASCII are not taken by every server.
    public init?(_ text: String) {
        let halves = text.split(separator: "@", omittingEmptySubsequences: false)
        guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }), text.utf8.count <= 254, text.utf8.allSatisfy(Self.isPlain) else {
            return nil
        }
        self.text = text
    }

    private static func isPlain(_ byte: UInt8) -> Bool {
        byte > 0x20 && byte < 0x7F && !"<>()[]:;,\\\"".utf8.contains(byte)
    }

    public var domain: String { String(text[text.index(after: text.firstIndex(of: "@") ?? text.startIndex)...]) }

    public var description: String { text }
}
