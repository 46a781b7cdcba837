import Crypto

/// A text that whoever knows it gets in by: a session's cookie, a token, the text that guards forms.
public struct Secret: Sendable, Redacted {
    /// The text itself: for the one whom it is for, and for no log.
    public let text: String

    init(_ text: String) { self.text = text }

    /// 256 bits of the operating system's generator, as 64 hexadecimal digits: safe in cookies, headers, forms and shells.
    static func random() -> Secret { Secret(RandomBytes.make(32).hexadecimal) }

    /// What is stored in its place. SHA-256 without salt or stretching is enough, and fast enough to ask for on every request: unlike a
    /// password the text has 256 random bits, and nobody tries so many.
    var digest: [UInt8] { Self.digest(of: text) }

    static func digest(of text: String) -> [UInt8] { Array(SHA256.hash(data: Array(text.utf8))) }

    /// Compares in a time that does not tell how much of it is right.
    public func matches(_ candidate: String) -> Bool { ConstantTime.equal(Array(text.utf8), Array(candidate.utf8)) }

    public var description: String { "****" }
}

extension Secret: Hashable {
    public static func == (left: Secret, right: Secret) -> Bool { left.matches(right.text) }
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
