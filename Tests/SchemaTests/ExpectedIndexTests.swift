import Postgres
import TestSupport
import Testing

@testable import Schema

@Suite struct ExpectedIndexTests {
    @Test func followsTheMigrationsInTheirOrder() {
        let migrations = [
            """
            CREATE TABLE a (b int);
            -- CREATE INDEX not_this ON a (b);
            CREATE INDEX first ON mainstay.a (b); -- why it is there; really
            CREATE UNIQUE INDEX IF NOT EXISTS second
                ON mainstay.a (b)
                WHERE b > 0;
            """,
            "DROP INDEX mainstay.first; CREATE INDEX CONCURRENTLY third ON mainstay.a (b)",
        ]
        #expect(
            ExpectedIndex.from(migrations: migrations) == [
                ExpectedIndex(
                    name: "second", statement: "CREATE UNIQUE INDEX IF NOT EXISTS second ON mainstay.a (b) WHERE b > 0"),
                ExpectedIndex(name: "third", statement: "CREATE INDEX CONCURRENTLY third ON mainstay.a (b)"),
            ])
    }

    @Test func namesExactlyTheIndexesOfAFreshDatabase() async throws {
        try await TestDatabase.withMigrated { database in
            let present = try await database.pool.query(
                """
                SELECT i.relname::text AS name FROM pg_index AS x JOIN pg_class AS i ON i.oid = x.indexrelid
                 WHERE i.relnamespace = 'mainstay'::regnamespace
                   AND NOT EXISTS (SELECT FROM pg_constraint AS c WHERE c.conindid = x.indexrelid)
                 ORDER BY i.relname
                """
            ).map { try $0.decode("name", as: String.self) }
            #expect(try ExpectedIndex.all().map(\.name).sorted() == present.sorted())
            #expect(!present.isEmpty)
        }
    }
}
