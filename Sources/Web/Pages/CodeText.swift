/// A sentence with commands and names between backticks, for a template that sets them as code.
enum CodeText {
    static func parts(_ text: String) -> [View] {
        text.split(separator: "`", omittingEmptySubsequences: false).enumerated().compactMap { index, part in
            part.isEmpty ? nil : [index % 2 == 0 ? "plain" : "code": String(part)]
        }
    }
}
