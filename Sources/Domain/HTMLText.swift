/// Text as HTML, fit for elements and quoted attributes.
public enum HTMLText {
    /// Goes by code point, not by what a reader sees as one character: a quotation mark followed by a combining accent is one character to
    /// Swift and still ends an attribute.
    public static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        let source = Array(text.utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(source.count + 32)
        var place = 0
        while place < source.count {
            switch source[place] {
            case UInt8(ascii: "<"): bytes.append(contentsOf: "&lt;".utf8)
            case UInt8(ascii: ">"): bytes.append(contentsOf: "&gt;".utf8)
            case UInt8(ascii: "&"): bytes.append(contentsOf: "&amp;".utf8)
            case UInt8(ascii: "\""): bytes.append(contentsOf: "&quot;".utf8)
            case UInt8(ascii: "'"): bytes.append(contentsOf: "&#39;".utf8)
            case 0: bytes.append(contentsOf: replacement)
            // What turns the direction of reading around would do so for the words of the page behind it.
            case 0xE2 where turnsDirection(source[place...].prefix(3)):
                bytes.append(contentsOf: replacement)
                place += 2
            case let byte: bytes.append(byte)
            }
            place += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let replacement = "\u{FFFD}".utf8

    /// U+202A to U+202E and U+2066 to U+2069.
    private static func turnsDirection(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard bytes.count == 3, let last = bytes.last else { return false }
        return switch bytes[bytes.startIndex + 1] {
        case 0x80: (0xAA...0xAE).contains(last)
        case 0x81: (0xA6...0xA9).contains(last)
        default: false
        }
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0, 0xE2: true
        default: false
        }
    }
}
