/// An index that the schema's migrations make, and the statement that makes it again.
///
/// Read from the migrations themselves, so that the list cannot fall behind them. Indexes that belong to a constraint are not among these.
public struct ExpectedIndex: Sendable, Hashable {
    public let name: String
    /// The statement of the migration, without comments and the closing semicolon.
    public let statement: String

    /// The indexes that a current database has.
    ///
    /// - Throws: ``SchemaError`` when the program's SQL files are missing.
    public static func all() throws -> [ExpectedIndex] {
        from(migrations: try SQLFiles.load().migrations.map(\.file.text))
    }

    /// Follows the migrations in their order: what one makes a later one may drop or make anew.
    static func from(migrations texts: [String]) -> [ExpectedIndex] {
        var indexes: [ExpectedIndex] = []
        for statement in texts.flatMap(statements) {
            if let name = name(in: statement, after: ["CREATE", "INDEX"]) {
                indexes.append(ExpectedIndex(name: name, statement: statement))
            } else if let name = name(in: statement, after: ["DROP", "INDEX"]) {
                indexes.removeAll { $0.name == name }
            }
        }
        return indexes
    }

    /// The parts between semicolons, without comments, in one line each. Semicolons inside strings or function bodies cut too early, which
    /// does no harm here: no statement about an index has either.
    private static func statements(_ text: String) -> [String] {
        text.split(separator: "\n").map { line in line.firstRange(of: "--").map { line[..<$0.lowerBound] } ?? line }
            .joined(separator: "\n")
            .split(separator: ";")
            .map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
    }

    /// The name that follows the two words, with the optional words of PostgreSQL's grammar between them; without its schema.
    private static func name(in statement: String, after words: [String]) -> String? {
        var rest = statement.split(separator: " ").map(String.init)[...]
        guard rest.popFirst() == words[0] else { return nil }
        if rest.first == "UNIQUE" { rest.removeFirst() }
        guard rest.popFirst() == words[1] else { return nil }
        let optional: Set<String> = ["CONCURRENTLY", "IF", "NOT", "EXISTS"]
        guard let name = rest.first(where: { !optional.contains($0) }) else { return nil }
        return name.split(separator: ".").last.map(String.init)
    }
}
