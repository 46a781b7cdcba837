import Foundation

/// Texts in the headers of a mail: RFC 2047 for what is not ASCII, and never a line break that was not made here.
enum HeaderText {
    /// On one line, without what could begin another header.
    static func clean(_ text: String) -> String {
        let calm = text.unicodeScalars.map { scalar -> Character in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: " "
            default: Character(scalar)
            }
        }
        return String(calm).split(separator: " ").joined(separator: " ")
    }

    /// As it is where that is safe and short, else as encoded words of at most 75 characters, one a line.
    static func encoded(_ text: String) -> String {
        let text = clean(text)
        let isPlain = text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } && text.utf8.count <= 60 && !text.contains("=?")
        guard !isPlain else { return text }
        return chunks(text).map { "=?utf-8?B?\(Data($0.utf8).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// `Anna =?utf-8?…?= <anna@example.com>`; a plain name is quoted, since a comma in it would end the address.
    static func encoded(_ address: MailAddress) -> String {
        guard let name = address.name.map(clean), !name.isEmpty else { return address.address }
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
