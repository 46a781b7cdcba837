/// A token as a program sends it: `mst_`, 12 digits that name it, `_`, 64 digits that prove it; all hexadecimal.
///
/// The beginning is fixed so that tools which look for leaked secrets can find it: `mst_[0-9a-f]{12}_[0-9a-f]{64}`.
struct TokenText: Sendable, Redacted {
    let id: String
    let secret: Secret

    private static let prefix = "mst_"
    private static let idDigits = 12

    static func random() -> TokenText {
        let id = RandomBytes.make(idDigits / 2).hexadecimal
        return TokenText(id: id, secret: Secret("\(prefix)\(id)_\(Secret.random().text)"))
    }

    private init(id: String, secret: Secret) { (self.id, self.secret) = (id, secret) }

    /// Nil when a text is of another form.
    init?(_ text: String) {
        guard text.utf8.count == Self.prefix.utf8.count + Self.idDigits + 1 + 64, text.hasPrefix(Self.prefix) else { return nil }
        let parts = text.dropFirst(Self.prefix.count).split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == Self.idDigits, parts.allSatisfy({ $0.utf8.allSatisfy(Self.isDigit) }) else {
            return nil
        }
        self.init(id: String(parts[0]), secret: Secret(text))
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
    }

    var description: String { "\(Self.prefix)\(id)_****" }
}
