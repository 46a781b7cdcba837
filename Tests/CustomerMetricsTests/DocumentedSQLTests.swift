import Foundation
import Postgres
import TestSupport
import Testing

/// docs/sql.md is what other programs are written by: each of its statements must run, and with no more rights than it says.
@Suite("The documented SQL")
struct DocumentedSQLTests {
    private static func statements() throws -> [String] {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/sql.md")
        let blocks = try String(contentsOf: page, encoding: .utf8).components(separatedBy: "```sql\n").dropFirst()
        return blocks.flatMap { block in
            (block.components(separatedBy: "```").first ?? "").components(separatedBy: ";\n").filter { !$0.isEmpty && $0 != "\n" }
        }
    }

    /// A statement for the owner: what the role `reader` may do.
    private static func isOfRights(_ statement: String) -> Bool { statement.contains("GRANT ") || statement.contains("REVOKE ") }

    @Test("runs as written, for a role that may read and nothing else")
    func runs() async throws {
        let statements = try Self.statements()
        #expect(statements.count > 15)
        try await TestDatabase.withMigrated { database in
            for grant in statements where Self.isOfRights(grant) {
                let role: SQL = "\(identifier: TestCluster.unprivilegedRole)"
                try await database.pool.execute(SQL(raw: grant.replacing("reader", with: role.text)))
            }
            let reader = try await Connection.open(database.unprivilegedConfiguration)
            for statement in statements where !Self.isOfRights(statement) {
                await #expect(throws: Never.self, "\(statement)") { try await reader.query(SQL(raw: statement)) }
            }
            await #expect(throws: PostgresError.self) { try await reader.execute("DELETE FROM mainstay.users") }
        }
    }

    @Test(
        "has every column that the page names",
        arguments: [
            ("health_summary", 11), ("retention_cohorts", 8), ("nps", 15), ("campaign_effectiveness", 17), ("system_health", 15),
            ("segment_health", 11),
        ])
    func columns(function: String, count: Int) async throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/sql.md")
        let text = try String(contentsOf: page, encoding: .utf8)
        try await TestDatabase.withMigrated { database in
            let names = try await database.pool.query(
                """
                SELECT a.name FROM pg_catalog.pg_proc AS p
                 CROSS JOIN LATERAL unnest(p.proargnames, p.proargmodes) AS a (name, mode)
                 WHERE p.pronamespace = 'mainstay'::regnamespace AND p.proname = \(function) AND a.mode = 't'
                UNION ALL
                SELECT c.attname FROM pg_catalog.pg_proc AS p JOIN pg_catalog.pg_type AS t ON t.oid = p.prorettype
                  JOIN pg_catalog.pg_attribute AS c ON c.attrelid = t.typrelid AND c.attnum > 0
                 WHERE p.pronamespace = 'mainstay'::regnamespace AND p.proname = \(function)
                """
            ).map { try $0.decode("name", as: String.self) }
            #expect(names.count == count)
            for name in names { #expect(text.contains("`\(name)`"), "\(function).\(name)") }
        }
    }
}
