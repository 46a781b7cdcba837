import Domain
import Postgres
import TestSupport
import Testing

@testable import Schema

@Suite struct PassingFailuresTests {
    /// The real error of a session that is ended under its user, and one of a statement that is wrong.
    @Test func aLostConnectionPassesAndAWrongStatementDoesNot() async throws {
        try await TestDatabase.withMigrated { database in
            await #expect(
                performing: { try await database.pool.execute("SELECT pg_terminate_backend(pg_backend_pid())") }, throws: Self.passes)
            await #expect(
                performing: {
                    try await database.pool.transaction { connection in
                        try await connection.execute("SELECT pg_terminate_backend(pg_backend_pid())")
                    }
                }, throws: Self.passes)
            await #expect(performing: { try await database.pool.execute("SELECT 1 / 0") }, throws: { !Self.passes($0) })
        }
    }

    private static func passes(_ error: any Error) -> Bool { error.mayPass }
}
