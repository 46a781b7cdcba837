import Foundation

/// A password as somebody typed it. Not printed anywhere, and gone with the value.
public struct Password: Sendable, Redacted {
    /// Never empty.
    let bytes: [UInt8]
    private let text: String

    /// Length is what makes a password hard to guess, so there is a rule for that and none for digits and signs.
    public static let minimumCharacters = 12
    /// Beyond any password and passphrase; a megabyte of text would only keep the server busy.
    public static let maximumBytes = 1_024

    /// A password to be.
    ///
    /// - Throws: ``AccessError/passwordTooShort(characters:)``, ``AccessError/passwordTooLong(bytes:)``.
    public init(new typed: String) throws(AccessError) {
        guard typed.utf8.count <= Self.maximumBytes else { throw .passwordTooLong(bytes: typed.utf8.count) }
        text = Self.normalForm(typed)
        bytes = Array(text.utf8)
        guard text.count >= Self.minimumCharacters else { throw .passwordTooShort(characters: text.count) }
        guard bytes.count <= Self.maximumBytes else { throw .passwordTooLong(bytes: bytes.count) }
    }

    /// A password to be checked; nil for what can be nobody's.
    init?(attempt typed: String) {
        guard !typed.isEmpty, typed.utf8.count <= Self.maximumBytes else { return nil }
        text = Self.normalForm(typed)
        bytes = Array(text.utf8)
    }

    /// Checked in place of what can be nobody's, so that this takes as long.
    static let nobodys = Password("nobody's")

    private init(_ text: String) { (self.text, bytes) = (text, Array(text.utf8)) }

    /// One keyboard sends ä as one character and another as two; NFKC makes them equal (NIST SP 800-63B §5.1.1.2).
    private static func normalForm(_ text: String) -> String { text.precomposedStringWithCompatibilityMapping }

    /// The first guess of anybody.
    func isName(_ name: AccountName) -> Bool { text.lowercased() == name.text }

    public var description: String { "****" }
}
