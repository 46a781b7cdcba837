import Domain
import Foundation

/// Texts in the headers of a mail: RFC 2047 for what is not ASCII, and never a line break that was not made here.
enum HeaderText {
    /// As it is where that is safe and short, else as encoded words of at most 75 characters, one a line.
    static func encoded(_ text: String) -> String {
        let text = OneLine.text(text)
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && text.utf8.count <= 60 && !text.contains("=?")
        guard !isPlain else { return text }
        return chunks(text).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// `Anna =?utf-8?…?= <anna@example.com>`; a plain name is quoted, since a comma in it would end the address.
    static func encoded(_ address: MailAddress) -> String {
        guard let name = address.name.map({ OneLine.text($0) }), !name.isEmpty else { return address.address.text }
        let word = encoded(name)
        return word == name
            ? "\"\(name.replacing("\\", with: "").replacing("\"", with: ""))\" <\(address.address)>" : "\(word) <\(address.address)>"
    }

    /// Whole characters in pieces of at most 42 bytes.
    private static func chunks(_ text: String) -> [String] {
        var chunks: [String] = []
        var chunk = ""
        for scalar in text.unicodeScalars {
            if chunk.utf8.count + scalar.utf8.count > 42 {
                chunks.append(chunk)
                chunk = ""
            }
            chunk.unicodeScalars.append(scalar)
        }
        return chunks + [chunk]
    }
}
