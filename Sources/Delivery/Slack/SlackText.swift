import Domain

/// Texts of others inside Slack's own markup: whatever they hold, they mean nothing there and call nobody.
enum SlackText {
    /// - Parameter limit: of characters after escaping, as Slack counts them; what is too long ends with `…`.
    static func escaped(_ text: String, limit: Int = 3_000) -> String {
        var pieces: [String] = []
        var length = 0
        for scalar in calm(text).unicodeScalars {
            let piece = entities[scalar] ?? String(scalar)
            pieces.append(piece)
            length += piece.utf16.count
            guard length <= limit else { return cut(pieces, length, to: limit - 1) + "…" }
        }
        return pieces.joined()
    }

    private static let entities: [Unicode.Scalar: String] = ["&": "&amp;", "<": "&lt;", ">": "&gt;"]

    /// Never in the middle of an escaped character.
    private static func cut(_ pieces: [String], _ length: Int, to limit: Int) -> String {
        var (pieces, length) = (pieces, length)
        while length > limit, let last = pieces.popLast() { length -= last.utf16.count }
        return pieces.joined()
    }

    /// On one line, where Slack knows no markup: headers and buttons.
    static func plain(_ text: String, limit: Int = 3_000) -> String { escaped(OneLine.text(text), limit: limit) }

    /// On one line, where Slack reads markup: what would be a mark of it is replaced by a letter that looks the same.
    ///
    /// Slack has no way to escape its marks.
    static func line(_ text: String, limit: Int = 3_000) -> String { plain(unmarked(OneLine.text(text)), limit: limit) }

    /// `<url|title>`; the title alone where there is no address.
    static func link(_ url: String?, _ title: String) -> String {
        let title = line(title, limit: 300)
        guard let url else { return title }
        return "<\(escaped(url).replacingScalar("|", with: "%7C"))|\(title.replacingScalar("|", with: "¦"))>"
    }

    /// `@channel` calls everybody, even without brackets where a workspace is set so; with an invisible joiner it calls nobody.
    private static func calm(_ text: String) -> String {
        text.replacing(/@(?=channel|here|everyone)/.ignoresCase().matchingSemantics(.unicodeScalar), with: "@\u{2060}")
    }

    private static let likes: [Unicode.Scalar: Unicode.Scalar] = ["*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"]

    /// A mark counts for Slack only at the edge of a word, so that `a_b` and `3 * 4` stay what they are; the one of code counts everywhere, and the
    /// one of quotations at the beginning.
    private static func unmarked(_ text: String) -> String {
        let scalars = Array(text.unicodeScalars)
        var result = String.UnicodeScalarView()
        for (place, scalar) in scalars.enumerated() {
            let before = place > 0 ? scalars[place - 1] : " "
            let after = place + 1 < scalars.count ? scalars[place + 1] : " "
            let isInside = isOfWord(before) && isOfWord(after) || before == " " && after == " "
            if let like = likes[scalar], scalar == "`" || !isInside {
                result.append(like)
            } else {
                result.append(place == 0 && scalar == ">" ? "›" : scalar)
            }
        }
        return String(result)
    }

    private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isAlphabetic || scalar.properties.numericType != nil
    }
}
