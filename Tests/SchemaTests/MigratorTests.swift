import Postgres
import TestSupport
import Testing

@testable import Schema

@Suite struct MigratorTests {
    @Test func makesTheSchemaAndThenNothingMore() async throws {
        try await TestDatabase.withEmpty { database in
            let connection = try await database.connect()
            let migrator = Migrator(connection)
            #expect(try await migrator.status().databaseVersion == 0)
            try await migrator.migrate()
            let status = try await migrator.status()
            #expect(status.isCurrent && status.databaseVersion == status.programVersion)
            let applied = try await connection.query("SELECT name, applied_at::text AS at FROM mainstay.schema_definitions ORDER BY name")
                .map {
                    try $0.decode("at", as: String.self)
                }
            try await migrator.migrate()
            let again = try await connection.query("SELECT name, applied_at::text AS at FROM mainstay.schema_definitions ORDER BY name").map
            {
                try $0.decode("at", as: String.self)
            }
            #expect(applied == again && !applied.isEmpty)
        }
    }

    @Test func appliesADefinitionAgainWhenItsTextChanged() async throws {
        try await TestDatabase.withMigrated { database in
            let connection = try await database.connect()
            try await connection.execute("UPDATE mainstay.schema_definitions SET checksum = 'old' WHERE name = '09_segments'")
            #expect(try await Migrator(connection).status().outdatedDefinitions == ["09_segments"])
            try await connection.execute(
                "CREATE OR REPLACE FUNCTION mainstay.segment(subscription_tier text) RETURNS text LANGUAGE sql IMMUTABLE RETURN 'x'")
            try await connection.execute("UPDATE mainstay.schema_definitions SET checksum = 'old' WHERE name = '01_model'")
            try await Migrator(connection).migrate()
            #expect(try await Migrator(connection).status().isCurrent)
            let segment: String? = try await connection.query("SELECT mainstay.segment('basic') AS segment").first?.decode("segment")
            #expect(segment == "Basic")
        }
    }

    @Test func refusesADatabaseOfANewerProgram() async throws {
        try await TestDatabase.withMigrated { database in
            let connection = try await database.connect()
            try await connection.execute(
                "INSERT INTO mainstay.schema_migrations (version, name, checksum) VALUES (9000, '9000_future', 'x')")
            let program = try SQLFiles.load().migrations.last?.version ?? 0
            await #expect(throws: SchemaError.databaseIsNewer(database: 9000, program: program)) {
                try await Migrator(connection).migrate()
            }
        }
    }

    @Test func refusesAMigrationThatRanWithAnotherText() async throws {
        try await TestDatabase.withMigrated { database in
            let connection = try await database.connect()
            try await connection.execute("UPDATE mainstay.schema_migrations SET checksum = 'other' WHERE version = 1")
            await #expect(throws: SchemaError.migrationChanged(version: 1, name: "0001_facts")) { try await Migrator(connection).migrate() }
        }
    }

    @Test func saysWhatRightIsMissing() async throws {
        try await TestDatabase.withEmpty { database in
            let connection = try await Connection.open(database.unprivilegedConfiguration)
            await #expect(throws: SchemaError.notPermitted(role: TestCluster.unprivilegedRole, database: database.name)) {
                try await Migrator(connection).migrate()
            }
        }
    }

    @Test func needsOnlyTheRightToCreateAndTouchesNoOtherSchema() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.pool.execute(
                "GRANT CREATE ON DATABASE \(identifier: database.name) TO \(identifier: TestCluster.unprivilegedRole)")
            try await database.pool.execute("CREATE TABLE public.users (id integer)")
            let connection = try await Connection.open(database.unprivilegedConfiguration)
            try await Migrator(connection).migrate()
            let strangers = try await database.pool.query(
                """
                SELECT n.nspname || '.' || c.relname AS name FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
                 WHERE n.nspname NOT IN ('mainstay', 'pg_catalog', 'information_schema', 'pg_toast') AND c.oid >= 16384
                """
            ).map { try $0.decode("name", as: String.self) }
            #expect(strangers == ["public.users"])
        }
    }

    @Test func severalProgramsMayMigrateAtOnce() async throws {
        try await TestDatabase.withEmpty { database in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask { try await Migrator(try await database.connect()).migrate() }
                }
                try await group.waitForAll()
            }
            #expect(try await Migrator(try await database.connect()).status().isCurrent)
            let models: Int? = try await database.pool.query("SELECT count(*)::integer AS models FROM mainstay.health_models").first?
                .decode("models")
            #expect(models == 1)
        }
    }
}
