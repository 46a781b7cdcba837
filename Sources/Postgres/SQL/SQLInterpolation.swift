extension SQL: ExpressibleByStringInterpolation {
    public init(stringLiteral text: String) {
        self.init(raw: text)
    }

    public init(stringInterpolation: StringInterpolation) {
        self = stringInterpolation.sql
    }

    /// What may stand between `\(` and `)` in a statement.
    public struct StringInterpolation: StringInterpolationProtocol {
        fileprivate var sql = SQL(raw: "")

        public init(literalCapacity: Int, interpolationCount: Int) {}

        public mutating func appendLiteral(_ literal: String) {
            sql.append(raw: literal)
        }

        /// Binds a value.
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value) {
            sql.append(Binding(type: Value.postgresType, text: value.postgresText))
        }

        /// Binds a value or NULL. (Without this overload the compiler warns that an optional is printed.)
        public mutating func appendInterpolation<Value: PostgresEncodable>(_ value: Value?) {
            sql.append(Binding(type: Value.postgresType, text: value?.postgresText))
        }

        /// Binds bytes as `bytea`.
        public mutating func appendInterpolation(_ bytes: [UInt8]) {
            appendInterpolation(Bytea(bytes))
        }

        /// Nests a statement; its placeholders are renumbered.
        public mutating func appendInterpolation(_ other: SQL) {
            sql.append(other)
        }

        /// Splices text in as it is. Never for anything a user typed.
        public mutating func appendInterpolation(raw text: String) {
            sql.append(raw: text)
        }

        /// Quotes a name; several parts are joined with dots: `\(identifier: "mainstay", "users")`.
        public mutating func appendInterpolation(identifier parts: String...) {
            sql.append(raw: parts.map(SQL.quoted(identifier:)).joined(separator: "."))
        }
    }

    static func quoted(identifier name: String) -> String {
        "\"" + name.doubling("\"") + "\""
    }

    /// Relies on `standard_conforming_strings = on`, which every session sets.
    static func quoted(literal text: String) -> String {
        "'" + text.doubling("'") + "'"
    }
}

extension String {
    /// By code point: a quotation mark followed by a combining accent is another `Character`, and still ends what is quoted.
    fileprivate func doubling(_ quote: Unicode.Scalar) -> String {
        var result = String.UnicodeScalarView()
        for scalar in unicodeScalars { result.append(contentsOf: scalar == quote ? [scalar, scalar] : [scalar]) }
        return String(result)
    }
}
