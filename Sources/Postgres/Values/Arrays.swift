extension Array: PostgresEncodable where Element: PostgresEncodable {
    public static var postgresType: PostgresType { Element.postgresType.array }

    public var postgresText: String? {
        ArrayText.text(of: map(\.postgresText), nested: Element.postgresType.isArray)
    }
}

extension Array: PostgresDecodable where Element: PostgresDecodable {
    public init(postgresText text: String) throws {
        self = try ArrayText.elements(of: text).map { element in
            if let element { return try Element(postgresText: element) }
            guard let null = Element.postgresNull else {
                throw UnreadableText(expected: "an array without NULL, or optional elements")
            }
            return null
        }
    }
}

/// PostgreSQL's text form of arrays: `{1,NULL,"a \"b\""}`.
enum ArrayText {
    private static let quote = UInt8(ascii: "\"")
    private static let backslash = UInt8(ascii: "\\")
    private static let comma = UInt8(ascii: ",")
    private static let open = UInt8(ascii: "{")
    private static let close = UInt8(ascii: "}")

    static func text(of elements: [String?], nested: Bool) -> String {
        var text: [UInt8] = [open]
        for (index, element) in elements.enumerated() {
            if index > 0 { text.append(comma) }
            guard let element else {
                text.append(contentsOf: "NULL".utf8)
                continue
            }
            if nested || canStandBare(element) {
                text.append(contentsOf: element.utf8)
                continue
            }
            text.append(quote)
            for byte in element.utf8 {
                if byte == quote || byte == backslash { text.append(backslash) }
                text.append(byte)
            }
            text.append(quote)
        }
        text.append(close)
        return String(decoding: text, as: UTF8.self)
    }

    /// Numbers, ids and moments; everything else is quoted.
    private static func canStandBare(_ element: String) -> Bool {
        guard let first = element.utf8.first else { return false }
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard digits.contains(first) || first == UInt8(ascii: "-") else { return false }
        return element.utf8.allSatisfy { byte in
            digits.contains(byte) || Hexadecimal.value(of: byte) != nil || byte == UInt8(ascii: "-")
                || byte == UInt8(ascii: ".")
        }
    }

    /// The elements of the outermost array; those of an array of arrays are array texts themselves.
    static func elements(of text: String) throws -> [String?] {
        let unreadable = UnreadableText(expected: "an array")
        var bytes = Array(text.utf8)[...]
        if bytes.first == UInt8(ascii: "["), let equals = bytes.firstIndex(of: UInt8(ascii: "=")) {
            // Arrays that do not start at 1 carry their bounds: [0:1]={a,b}.
            bytes = bytes[(equals + 1)...]
        }
        guard bytes.first == open, bytes.last == close, bytes.count >= 2 else { throw unreadable }
        bytes = bytes.dropFirst().dropLast()
        if bytes.isEmpty { return [] }

        var elements: [String?] = []
        var element: [UInt8] = []
        var wasQuoted = false
        var isInQuotes = false
        var depth = 0
        var position = bytes.startIndex
        func finished() -> String? {
            let text = String(decoding: element, as: UTF8.self)
            return !wasQuoted && text == "NULL" ? nil : text
        }
        while position < bytes.endIndex {
            let byte = bytes[position]
            switch byte {
            case backslash:
                guard position + 1 < bytes.endIndex else { throw unreadable }
                // Inside an inner array the escape is kept: that array is read again by its own element type.
                if depth > 0 { element.append(byte) }
                position += 1
                element.append(bytes[position])
            case quote:
                isInQuotes.toggle()
                if depth > 0 { element.append(byte) } else { wasQuoted = true }
            case open where !isInQuotes:
                depth += 1
                element.append(byte)
            case close where !isInQuotes:
                depth -= 1
                element.append(byte)
            case comma where !isInQuotes && depth == 0:
                elements.append(finished())
                element.removeAll(keepingCapacity: true)
                wasQuoted = false
            default:
                element.append(byte)
            }
            position += 1
        }
        guard !isInQuotes, depth == 0 else { throw unreadable }
        elements.append(finished())
        return elements
    }
}
