import Foundation

/// What receivers say, made fit for the record: one line, short, and without our secrets even where a receiver repeats them.
enum AnswerText {
    private static let longest = 300

    static func line(_ text: String, hiding secrets: [HiddenText] = []) -> String {
        var text = text
        for secret in secrets where !secret.text.isEmpty {
            text = text.replacingOccurrences(of: secret.text, with: secret.description, options: .literal)
        }
        let words = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : Character($0) }
            .split(separator: " ").map { String($0) }
        let line = words.joined(separator: " ")
        return line.count <= longest ? line : line.prefix(longest - 1) + "…"
    }
}
