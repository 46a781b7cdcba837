import Domain
import Mustache

/// How templates write `{{value}}`.
struct EscapedContent: MustacheContentType {
    static let name = "MAINSTAY"

    func escapeText(_ text: String) -> String { HTMLText.escaped(text) }
}
