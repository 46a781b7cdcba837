public import Logging
public import Postgres
import Schema

/// The database that the program works on: the user's own, or a private cluster that lives as long as somebody uses it.
public struct Database: Sendable {
    public let pool: Pool
    /// Nil on the user's own database.
    public let lease: ClusterLease?
    /// Holds the password where the user's address does: not for showing.
    public let address: String

    /// Lends a database whose schema is the program's, and gives it back however `body` ends.
    ///
    /// A private cluster is started for it if it does not run, and stopped afterwards if nobody else uses it. A program that is killed
    /// leaves it running; the next one shares it and stops it.
    ///
    /// - Parameter maximumConnections: at most so many at once.
    /// - Throws: what `body` throws; ``ClusterError``, ``PostgresError``, ``SchemaError``.
    public nonisolated(nonsending) static func with<R>(
        _ configuration: AppConfiguration, logger: Logger, maximumConnections: Int = 8, _ body: (Database) async throws -> R
    ) async throws -> R {
        switch configuration.database {
        case .address(let address):
            return try await use(address, lease: nil, maximumConnections, body)
        case .privateCluster(let dataDirectory):
            let cluster = PrivateCluster(dataDirectory: dataDirectory) { $0.log(to: logger) }
            return try await cluster.withLease { lease in
                try await use(lease.url(), lease: lease, maximumConnections, body)
            }
        }
    }

    /// Starts a private cluster again that died under its users; on the user's own database that is the user's affair.
    func revive(_ logger: Logger) async {
        do {
            try await lease?.ensureRunning()
        } catch {
            logger.debug("the private database could not be started: \(error)")
        }
    }

    private nonisolated(nonsending) static func use<R>(
        _ address: String, lease: ClusterLease?, _ maximumConnections: Int, _ body: (Database) async throws -> R
    ) async throws -> R {
        var configuration = try ConnectionConfiguration(url: address)
        configuration.applicationName = "mainstay"
        // Compiling costs more than statements of milliseconds can win.
        configuration.runtimeParameters["jit"] = "off"
        let pool = Pool(configuration, maximumConnections: maximumConnections)
        do {
            try await pool.withConnection { connection in try await Migrator(connection).migrate() }
            let result = try await body(Database(pool: pool, lease: lease, address: address))
            await pool.close()
            return result
        } catch {
            await pool.close()
            throw error
        }
    }
}

extension TransactionOptions {
    /// All statements see the database as it stands at the first of them, so that figures of several agree.
    public static let snapshot = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
}
