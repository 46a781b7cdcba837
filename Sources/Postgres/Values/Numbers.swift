#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

extension Bool: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .bool }
    public var postgresText: String? { self ? "t" : "f" }

    public init(postgresText text: String) throws {
        switch text {
        case "t", "true": self = true
        case "f", "false": self = false
        default: throw UnreadableText(expected: "t or f")
        }
    }
}

extension PostgresDecodable where Self: FixedWidthInteger {
    public init(postgresText text: String) throws {
        guard let value = Self(text, radix: 10) else {
            throw UnreadableText(expected: "a whole number from \(Self.min) to \(Self.max)")
        }
        self = value
    }
}

extension PostgresEncodable where Self: FixedWidthInteger {
    public var postgresText: String? { String(self) }
}

extension Int: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
}

extension Int64: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int8 }
}

extension Int32: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int4 }
}

extension Int16: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .int2 }
}

extension Double: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .float8 }
    /// The shortest text that reads back as the same value; "inf" and "nan" are understood by PostgreSQL.
    public var postgresText: String? { description }

    public init(postgresText text: String) throws {
        guard let value = Double(text) else { throw UnreadableText(expected: "a number") }
        self = value
    }
}

extension Decimal: PostgresEncodable, PostgresDecodable {
    public static var postgresType: PostgresType { .numeric }
    public var postgresText: String? { isNaN ? "NaN" : description }

    public init(postgresText text: String) throws {
        // Decimal reads as far as it understands, so "Infinity" and a stray letter must be refused before.
        let isPlain = text.utf8.allSatisfy { byte in
            (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: ".")
                || byte == UInt8(ascii: "-")
        }
        guard isPlain, let value = Decimal(string: text) else {
            throw UnreadableText(expected: "a finite decimal number of at most 38 digits")
        }
        self = value
    }
}
