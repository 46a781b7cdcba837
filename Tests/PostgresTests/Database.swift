import Postgres
import TestSupport

/// An empty database, for tests that open their connections themselves.
func withConfiguration(_ body: (ConnectionConfiguration) async throws -> Void) async throws {
    try await TestDatabase.withEmpty { database in try await body(database.configuration) }
}

/// A connection on an empty database.
func withConnection(_ body: (Connection) async throws -> Void) async throws {
    try await TestDatabase.withEmpty { database in
        let connection = try await database.connect()
        try await body(connection)
        await connection.close()
    }
}

extension Connection {
    /// Waits, without sleeping, until another session has begun a statement: each look takes a round trip.
    func untilRunning(pid: Int32, _ wait: SQL = "wait_event IS NOT NULL AND wait_event <> 'ClientRead'") async throws {
        let isRunning: SQL = "SELECT 1 FROM pg_stat_activity WHERE pid = \(pid) AND state = 'active' AND \(wait)"
        while try await query(isRunning).isEmpty {
            await Task.yield()
        }
    }
}
