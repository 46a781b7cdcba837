import Foundation
public import Postgres
import Schema
import Synchronization

/// A PostgreSQL server for tests: private, on a socket only, unsafe and fast.
///
/// All tests of a process share one; a test that stops or kills its server takes its own by ``withOwn(_:)``.
public final class TestCluster: Sendable {
    public let cluster: PrivateCluster
    let lease: ClusterLease
    private let isShared: Bool
    private let template: Once<String>

    /// A role without any right of its own, to show what the product needs: `configuration.runtimeParameters["role"]`.
    public static let unprivilegedRole = "mainstay tests' nobody"

    private init(folder: TestFolder, isShared: Bool) async throws {
        cluster = PrivateCluster(dataDirectory: folder.path + "/data", settings: Self.settings)
        lease = try await cluster.acquire()
        self.isShared = isShared
        let url = lease.url()
        template = Once { try await Self.makeTemplate(url: url) }
        let connection = try await Connection.open(ConnectionConfiguration(url: url))
        try await connection.execute("CREATE ROLE \(identifier: Self.unprivilegedRole)")
        await connection.close()
    }

    private static let sharedCluster = Once { try await TestCluster(folder: TestFolder.make(), isShared: true) }

    /// The cluster that all tests of this process share, started for the first of them and ended with the process.
    public static func shared() async throws -> TestCluster { try await sharedCluster.value() }

    /// A cluster for one test, which may do with it what it likes.
    nonisolated(nonsending) public static func withOwn<R>(_ body: (TestCluster) async throws -> R) async throws -> R {
        let folder = try TestFolder.make()
        defer { folder.remove() }
        let cluster = try await TestCluster(folder: folder, isShared: false)
        return try await body(cluster)
    }

    /// Nothing here must survive the machine, though all must survive a kill of the server; and nothing happens on its own.
    private static let settings = [
        "fsync": "off",
        "full_page_writes": "off",
        "wal_level": "minimal",
        "max_wal_senders": "0",
        "wal_compression": "off",
        "max_wal_size": "2GB",
        "checkpoint_timeout": "1h",
        "autovacuum": "off",
        "shared_buffers": "128MB",
        "maintenance_work_mem": "64MB",
        "max_connections": "200",
        // The trap: a name without its schema is found nowhere, whoever connects.
        "search_path": "",
    ]

    /// Stops the server in good order, as its administrator would, and starts it again. Sessions end with SQLSTATE 57P01.
    public func restart() async throws {
        try await stop()
        try await start()
    }

    public func stop() async throws {
        precondition(!isShared, "other tests use this server at the moment; take one with TestCluster.withOwn")
        _ = try await cluster.stop(force: true)
    }

    public func start() async throws { try await lease.ensureRunning() }

    /// Kills the server's main process: the next start has to recover. Sessions break off a moment later, when they notice.
    public func kill() async throws {
        precondition(!isShared, "other tests use this server at the moment; take one with TestCluster.withOwn")
        guard case .running(let process, _) = try await cluster.status().state else { return }
        _ = Foundation.kill(process, SIGKILL)
        while case .running = try await cluster.status().state { await Task.yield() }
    }

    // MARK: Databases

    /// Address of one of the server's databases.
    public func url(database: String = "mainstay") -> String { lease.url(database: database) }

    func clone(migrated: Bool) async throws -> TestDatabase {
        let name = "test_" + String(UInt64.random(in: 0...UInt64.max), radix: 36)
        let source = migrated ? try await template.value() : "template0"
        try await administer { try await $0.execute("CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: source)") }
        return try TestDatabase(name: name, cluster: self)
    }

    /// A test's own server takes its databases with it, and may have been stopped by the test.
    func drop(_ database: TestDatabase) async throws {
        guard isShared else { return }
        try await administer { try await $0.execute("DROP DATABASE IF EXISTS \(identifier: database.name) WITH (FORCE)") }
    }

    private func administer(_ work: (Connection) async throws -> Void) async throws {
        let connection = try await Connection.open(ConnectionConfiguration(url: lease.url()))
        try await work(connection)
        await connection.close()
    }

    /// A migrated database that nobody is connected to, since only such a one can be copied.
    private static func makeTemplate(url: String) async throws -> String {
        let name = "migrated"
        let configuration = try ConnectionConfiguration(url: url)
        let administrator = try await Connection.open(configuration)
        try await administrator.execute("CREATE DATABASE \(identifier: name) TEMPLATE template0")
        let connection = try await Connection.open(configuration.with(database: name))
        try await Migrator(connection).migrate()
        await connection.close()
        // The session's process may live a moment longer than the session.
        while try await !administrator.query("SELECT FROM pg_catalog.pg_stat_activity WHERE datname = \(name)").isEmpty {
            await Task.yield()
        }
        await administrator.close()
        return name
    }
}
