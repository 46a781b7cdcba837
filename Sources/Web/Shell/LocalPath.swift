/// A place on this site that a visitor may be sent to.
struct LocalPath: Sendable, Hashable {
    let text: String

    /// - Parameter text: as a link or form brought it; anything that could lead elsewhere becomes `/`.
    init(_ text: String?) {
        guard let text, text.utf8.count <= 2_000, text.hasPrefix("/"), !text.hasPrefix("//"),
            // Browsers read a backslash as a slash and skip control characters; a header must not hold a line's end.
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
        else {
            self.text = "/"
            return
        }
        self.text = text
    }

    /// As the value of a query parameter.
    var queryValue: String { Self.queryValue(text) }

    /// A text as a part of an address.
    static func queryValue(_ text: String, keepsSlash: Bool = true) -> String {
        let kept = Set(("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~" + (keepsSlash ? "/" : "")).utf8)
        return text.utf8.map { byte in
            if kept.contains(byte) { return String(UnicodeScalar(byte)) }
            let digits = String(byte, radix: 16, uppercase: true)
            return "%" + (digits.count == 1 ? "0" : "") + digits
        }.joined()
    }
}
