import Postgres
import Schema

/// Are all indexes there and usable?
struct IndexFacts: Sendable {
    var expected: [ExpectedIndex]
    /// Names of all indexes of the schema.
    var present: Set<String>
    /// Left half-built by a failed CREATE or REINDEX … CONCURRENTLY: kept up at every write, and used by no question.
    var unusable: [String]
    var tablesWithoutKey: [String]

    static func read(on connection: Connection) async throws -> IndexFacts {
        let rows = try await connection.query(
            """
            SELECT i.relname::text AS name, x.indisvalid AND x.indisready AS usable
              FROM pg_index AS x
              JOIN pg_class AS i ON i.oid = x.indexrelid
             WHERE i.relnamespace = to_regnamespace('mainstay')
             ORDER BY i.relname
            """)
        let indexes = try rows.map { (name: try $0.decode("name", as: String.self), isUsable: try $0.decode("usable", as: Bool.self)) }
        let keyless = try await connection.query(
            """
            SELECT c.relname::text AS name FROM pg_class AS c
             WHERE c.relnamespace = to_regnamespace('mainstay') AND c.relkind = 'r'
               AND NOT EXISTS (SELECT FROM pg_index AS x WHERE x.indrelid = c.oid AND x.indisprimary)
             ORDER BY c.relname
            """)
        return IndexFacts(
            expected: try ExpectedIndex.all(), present: Set(indexes.map(\.name)),
            unusable: indexes.filter { !$0.isUsable }.map(\.name), tablesWithoutKey: try keyless.map { try $0.decode("name") })
    }

    var findings: [Finding] {
        var findings = expected.filter { !present.contains($0.name) }.map { index in
            Finding.problem(
                .indexes, .indexMissing, "index \(index.name) is missing: questions and the engine will be slow", remedy: index.statement)
        }
        findings += unusable.map { name in
            .problem(
                .indexes, .indexInvalid, "index \(name) is not valid, and no question uses it",
                remedy: "REINDEX INDEX CONCURRENTLY mainstay.\(name)")
        }
        findings += tablesWithoutKey.map { table in
            .problem(
                .indexes, .keyMissing, "table \(table) has no primary key: rows can come twice, and look-ups are slow",
                remedy: "look for rows that are there twice, then add the key again as the schema's first migrations declare it")
        }
        return findings.isEmpty ? [.ok(.indexes, "all \(present.count) indexes are there and valid")] : findings
    }
}
