public import Postgres

/// A second connection that sees exactly what a transaction sees: PostgreSQL answers a question on one core, and a machine has more.
public enum SecondConnection {
    /// Runs `body` with the transaction's connection and another one beside it, or alone where the server has no session to spare.
    ///
    /// - Parameters:
    ///   - connection: in a transaction of isolation REPEATABLE READ.
    ///   - configuration: of the same database. The session is opened for this, not taken from the pool: who holds one of a pool's connections
    ///     and waits for another may wait for ever.
    public static func beside<R: Sendable>(
        _ connection: Connection, _ configuration: ConnectionConfiguration, _ body: @Sendable ([Connection]) async throws -> R
    ) async throws -> R {
        guard let second = try? await Connection.open(configuration) else { return try await body([connection]) }
        do {
            let name = try await connection.query("SELECT pg_export_snapshot() AS name").first?.decode("name", as: String.self) ?? ""
            guard name.utf8.allSatisfy({ Self.letters.contains($0) }) else {
                throw PostgresError.misuse("PostgreSQL named a snapshot '\(name)'")
            }
            let result = try await second.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true)) { second in
                // No value can be bound here.
                try await second.execute("SET TRANSACTION SNAPSHOT '\(raw: name)'")
                return try await body([connection, second])
            }
            await second.close()
            return result
        } catch {
            await second.close()
            throw error
        }
    }

    /// What names of snapshots are made of: 00000003-0000001B-1.
    private static let letters = Set("0123456789ABCDEFabcdef-".utf8)
}
