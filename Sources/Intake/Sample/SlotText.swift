/// Templates with slots in braces: `slow since {when}`.
enum SlotText {
    /// - Parameter word: what to put into the slot of a name.
    static func filled(_ template: String, word: (Substring) -> String) -> String {
        var text = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            text += rest[..<open]
            text += word(rest[rest.index(after: open)..<close])
            rest = rest[rest.index(after: close)...]
        }
        text += rest
        // A slot may begin a sentence.
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
