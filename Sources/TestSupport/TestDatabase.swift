public import Postgres

/// A database for one test.
///
/// ```swift
/// try await TestDatabase.withMigrated { database in
///     try await database.pool.execute("INSERT INTO mainstay.users …")
/// }
/// ```
public struct TestDatabase: Sendable {
    public let name: String
    public let cluster: TestCluster
    public let configuration: ConnectionConfiguration
    /// Opens connections when they are asked for; closed when the test is over.
    public let pool: Pool

    /// Tests begin all at once, and a copy keeps a processor busy: few databases at a time are the fastest.
    private static let turnstile = Turnstile(places: 6)
    /// A test that asks for a second database inside must not wait for itself.
    @TaskLocal private static var isInside = false

    init(name: String, cluster: TestCluster) throws {
        self.name = name
        self.cluster = cluster
        configuration = try ConnectionConfiguration(url: cluster.url(database: name))
        pool = Pool(configuration)
    }

    /// Address of the database, for programs under test.
    public var url: String { cluster.url(database: name) }

    /// A session of its own, for tests with several or with settings. It is ended with the database at the latest.
    public func connect() async throws -> Connection { try await Connection.open(configuration) }

    /// Sessions that have no right but those that the test grants to ``TestCluster/unprivilegedRole``.
    public var unprivilegedConfiguration: ConnectionConfiguration {
        var configuration = configuration
        configuration.runtimeParameters["role"] = TestCluster.unprivilegedRole
        return configuration
    }

    /// Lends a database with the product's schema, and drops it afterwards.
    /// - Parameter cluster: where; nil is the one that all tests share.
    nonisolated(nonsending) public static func withMigrated<R>(
        in cluster: TestCluster? = nil, _ body: (TestDatabase) async throws -> R
    ) async throws -> R {
        try await lend(migrated: true, cluster, body)
    }

    /// Lends an empty database, and drops it afterwards.
    /// - Parameter cluster: where; nil is the one that all tests share.
    nonisolated(nonsending) public static func withEmpty<R>(
        in cluster: TestCluster? = nil, _ body: (TestDatabase) async throws -> R
    ) async throws -> R {
        try await lend(migrated: false, cluster, body)
    }

    nonisolated(nonsending) private static func lend<R>(
        migrated: Bool, _ cluster: TestCluster?, _ body: (TestDatabase) async throws -> R
    ) async throws -> R {
        guard !isInside else { return try await use(migrated: migrated, cluster, body) }
        return try await turnstile.pass {
            try await $isInside.withValue(true) { try await use(migrated: migrated, cluster, body) }
        }
    }

    nonisolated(nonsending) private static func use<R>(
        migrated: Bool, _ cluster: TestCluster?, _ body: (TestDatabase) async throws -> R
    ) async throws -> R {
        let cluster = if let cluster { cluster } else { try await TestCluster.shared() }
        let database = try await cluster.clone(migrated: migrated)
        do {
            let result = try await body(database)
            try await cluster.drop(database)
            return result
        } catch {
            // What went wrong first is what the test has to say.
            try? await cluster.drop(database)
            throw error
        }
    }
}
