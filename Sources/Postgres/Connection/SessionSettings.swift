/// What every session is told right after connecting.
enum SessionSettings {
    /// Decided here, since the client's reading of results and the quoting of literals depend on it, or because a
    /// setting of the server, database or role would change what the program's statements mean.
    private static let fixed: [(name: String, value: String)] = [
        ("standard_conforming_strings", "on"),
        ("TimeZone", "UTC"),
        ("DateStyle", "ISO, MDY"),
        ("IntervalStyle", "postgres"),
        ("bytea_output", "hex"),
        ("extra_float_digits", "1"),
        ("search_path", ""),
        ("statement_timeout", "0"),
    ]

    static func statement(for configuration: ConnectionConfiguration) -> String {
        let wanted = configuration.runtimeParameters.sorted { $0.key < $1.key }
        return (fixed.map { ($0.name, $0.value) } + wanted.map { ($0.key, $0.value) })
            .map { name, value in "SET \(quoted(name)) = \(quoted(value, for: name))" }
            .joined(separator: "; ")
    }

    /// Names of extensions' settings have two parts: `citus.max_cached_conns_per_worker`.
    private static func quoted(_ name: String) -> String {
        name.split(separator: ".").map { SQL.quoted(identifier: String($0)) }.joined(separator: ".")
    }

    /// `search_path` is a list of names: as one literal it would be one name with commas in it.
    private static func quoted(_ value: String, for name: String) -> String {
        guard name.lowercased() == "search_path", !value.isEmpty else { return SQL.quoted(literal: value) }
        return value.split(separator: ",")
            .map { SQL.quoted(identifier: $0.split(whereSeparator: \.isWhitespace).joined(separator: " ")) }
            .joined(separator: ", ")
    }
}
