import Foundation
import Postgres
import TestSupport
import Testing

/// The tests' own ground.
@Suite struct TestDatabaseTests {
    @Test func `each test has a migrated database of its own, dropped afterwards`() async throws {
        let names = try await withThrowingTaskGroup(of: String.self) { group in
            for number in 0..<4 {
                group.addTask {
                    try await TestDatabase.withMigrated { database in
                        // A relation of the same name in each: no two share one.
                        try await database.pool.execute("CREATE TABLE public.own AS SELECT \(number) AS number")
                        let rows = try await database.pool.query(
                            "SELECT to_regclass('mainstay.schema_migrations') IS NOT NULL AS migrated FROM public.own")
                        #expect(try rows.first?.decode("migrated") == true)
                        return database.name
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(Set(names).count == 4)
        let connection = try await Connection.open(ConnectionConfiguration(url: TestCluster.shared().url()))
        let left = try await connection.query("SELECT datname FROM pg_catalog.pg_database WHERE datname = ANY(\(names))")
        #expect(left.isEmpty)
        await connection.close()
    }

    @Test func `a database is dropped after a failing test too, whoever is connected`() async throws {
        struct Failure: Error {}
        let seen = Once()
        await #expect(throws: Failure.self) {
            try await TestDatabase.withEmpty { database in
                seen.name = database.name
                let forgotten = try await database.connect()
                try await forgotten.execute("SELECT 1")
                throw Failure()
            }
        }
        let connection = try await Connection.open(ConnectionConfiguration(url: TestCluster.shared().url()))
        let left = try await connection.query("SELECT FROM pg_catalog.pg_database WHERE datname = \(seen.name)")
        #expect(left.isEmpty)
        await connection.close()
    }

    @Test func `a test may take a second database inside`() async throws {
        try await TestDatabase.withEmpty { outer in
            try await TestDatabase.withEmpty { inner in #expect(inner.name != outer.name) }
        }
    }

    @Test func `names without a schema are found nowhere, and the stranger may nothing`() async throws {
        try await TestDatabase.withEmpty { database in
            try await database.pool.execute("CREATE TABLE public.visible (number int)")
            await #expect(throws: PostgresError.self) { try await database.pool.execute("SELECT number FROM visible") }
            let stranger = try await Connection.open(database.unprivilegedConfiguration)
            let error = await #expect(throws: PostgresError.self) { try await stranger.execute("CREATE SCHEMA mainstay") }
            #expect(error?.sqlState == .insufficientPrivilege)
            await stranger.close()
        }
    }
}

/// A name that a closure leaves behind; used by one task at a time.
private final class Once: @unchecked Sendable {
    var name = ""
}
