/// Bytes as PostgreSQL's `bytea`. (`[UInt8]` itself would read as an array of numbers.)
public struct Bytea: Sendable, Hashable, PostgresEncodable, PostgresDecodable {
    public var bytes: [UInt8]

    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    public static var postgresType: PostgresType { .bytea }

    public var postgresText: String? {
        var text: [UInt8] = [UInt8(ascii: "\\"), UInt8(ascii: "x")]
        text.reserveCapacity(2 + 2 * bytes.count)
        for byte in bytes {
            text.append(Hexadecimal.digit(byte >> 4))
            text.append(Hexadecimal.digit(byte & 15))
        }
        return String(decoding: text, as: UTF8.self)
    }

    public init(postgresText text: String) throws {
        let digits = Array(text.utf8)
        guard digits.count.isMultiple(of: 2), digits.starts(with: [UInt8(ascii: "\\"), UInt8(ascii: "x")]) else {
            throw UnreadableText(expected: "bytes in hexadecimal form")
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2 - 1)
        for index in stride(from: 2, to: digits.count, by: 2) {
            guard let high = Hexadecimal.value(of: digits[index]), let low = Hexadecimal.value(of: digits[index + 1]) else {
                throw UnreadableText(expected: "bytes in hexadecimal form")
            }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }
}
