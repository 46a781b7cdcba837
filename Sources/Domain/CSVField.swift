/// A field of a CSV file (RFC 4180).
public enum CSVField {
    /// Quoted where it has to be. Spreadsheets take a text that begins like a formula for one, so it gets an apostrophe, which they take for the sign
    /// of a text; a number stays a number.
    public static func text(_ text: String) -> String {
        let guarded = beginsLikeFormula(text) ? "'" + text : text
        guard guarded.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 0x0D, 0x0A].contains($0) }) else { return guarded }
        return "\"" + guarded.replacingScalar("\"", with: "\"\"") + "\""
    }

    private static func beginsLikeFormula(_ text: String) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), 0x09, 0x0D: true
        case UInt8(ascii: "+"), UInt8(ascii: "-"): !isNumber(text.utf8.dropFirst())
        default: false
        }
    }

    /// Digits, perhaps with a point between them.
    private static func isNumber(_ text: Substring.UTF8View) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count <= 2 && parts.allSatisfy { part in !part.isEmpty && part.allSatisfy { (0x30...0x39).contains($0) } }
    }
}
