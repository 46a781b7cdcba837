import Postgres

/// Does the planner know the tables, and are they tidy?
struct TableFacts: Sendable {
    struct Table: Sendable, Hashable {
        var name: String
        var liveRows: Int
        var deadRows: Int
        /// Pages at the last VACUUM or ANALYZE, and how many of them an index can answer for alone.
        var pages: Int
        var visiblePages: Int
        /// Whether the planner has ever been told the size.
        var isKnown: Bool
    }

    var tables: [Table]

    /// Below these nothing of it can be felt.
    static let manyRows = 10_000
    static let manyPages = 1_000

    static func read(on connection: Connection) async throws -> TableFacts {
        TableFacts(
            tables: try await connection.query(
                """
                SELECT c.relname::text AS name, COALESCE(s.n_live_tup, 0) AS live, COALESCE(s.n_dead_tup, 0) AS dead,
                       c.relpages AS pages, c.relallvisible AS visible, c.reltuples >= 0 AS known
                  FROM pg_class AS c LEFT JOIN pg_stat_all_tables AS s ON s.relid = c.oid
                 WHERE c.relnamespace = to_regnamespace('mainstay') AND c.relkind = 'r'
                 ORDER BY c.relname
                """
            ).map { row in
                Table(
                    name: try row.decode("name"), liveRows: try row.decode("live"), deadRows: try row.decode("dead"),
                    pages: try row.decode("pages"), visiblePages: try row.decode("visible"), isKnown: try row.decode("known"))
            })
    }

    var findings: [Finding] {
        let unknown = tables.filter { !$0.isKnown && $0.liveRows >= Self.manyRows }
        let untidy = tables.filter { $0.deadRows >= Self.manyRows && $0.deadRows > $0.liveRows / 3 }
        let unseen = tables.filter { $0.isKnown && $0.pages >= Self.manyPages && $0.visiblePages == 0 && !untidy.contains($0) }
        var findings: [Finding] = []
        func add(_ code: FindingCode, _ some: [Table], _ seen: String, _ command: String) {
            guard !some.isEmpty else { return }
            let names = some.map { "mainstay.\($0.name)" }.joined(separator: ", ")
            findings.append(.warning(.tables, code, "\(seen): \(names)", remedy: "\(command) \(names)"))
        }
        add(.neverAnalyzed, unknown, "the planner does not know the size of", "VACUUM (ANALYZE)")
        add(.neverVacuumed, unseen, "never vacuumed, so that indexes cannot answer alone", "VACUUM")
        add(.deadRows, untidy, "more than a quarter of the rows are dead, since autovacuum does not keep up", "VACUUM (ANALYZE)")
        return findings.isEmpty ? [.ok(.tables, "all tables are analyzed and tidy")] : findings
    }
}
