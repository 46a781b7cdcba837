/// Texts of others inside Slack's own markup: whatever they hold, they mean nothing there and call nobody.
enum SlackText {
    /// - Parameter limit: of characters after escaping, as Slack counts them; what is too long ends with `…`.
    static func escaped(_ text: String, limit: Int = 3_000) -> String {
        var result = ""
        var length = 0
        for character in calm(text) {
            let piece =
                switch character {
                case "&": "&amp;"
                case "<": "&lt;"
                case ">": "&gt;"
                default: String(character)
                }
            guard length + piece.utf16.count <= limit else { return cut(result, to: limit - 1) + "…" }
            result += piece
            length += piece.utf16.count
        }
        return result
    }

    /// On one line, for titles and links.
    static func line(_ text: String, limit: Int = 3_000) -> String {
        escaped(text.split(whereSeparator: \.isNewline).joined(separator: " "), limit: limit)
    }

    /// `<url|title>`; the title alone where there is no address.
    static func link(_ url: String?, _ title: String) -> String {
        let title = line(title, limit: 300)
        guard let url else { return title }
        return "<\(escaped(url).replacing("|", with: "%7C"))|\(title.replacing("|", with: "¦"))>"
    }

    /// `@channel` calls everybody, even without brackets where a workspace is set so; with an invisible joiner it calls nobody.
    private static func calm(_ text: String) -> String {
        text.replacing(/@(?=channel|here|everyone)/.ignoresCase(), with: "@\u{2060}")
    }

    /// Never in the middle of an escaped character.
    private static func cut(_ text: String, to limit: Int) -> String {
        var text = text
        while text.utf16.count > limit {
            if text.hasSuffix(";"), let start = text.lastIndex(of: "&") { text.removeSubrange(start...) } else { text.removeLast() }
        }
        return text
    }
}
