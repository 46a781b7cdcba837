import Postgres

/// The PostgreSQL server that everything is measured on, as Mainstay itself sets it up.
struct Server: Sendable {
    let lease: ClusterLease

    func url(database: String) -> String { lease.url(database: database) }

    func configuration(database: String) throws -> ConnectionConfiguration {
        try ConnectionConfiguration(url: url(database: database))
    }

    func hasDatabase(_ name: String) async throws -> Bool {
        try await administer { try await !$0.query("SELECT FROM pg_catalog.pg_database WHERE datname = \(name)").isEmpty }
    }

    /// Makes an empty database, or a copy of one that nobody uses; an older one of that name goes.
    func createDatabase(_ name: String, copying template: String = "template0") async throws {
        try await dropDatabase(name)
        _ = try await administer {
            // Copying files is quicker than logging every page, and leaves the copy as the original is.
            try await $0.execute("CREATE DATABASE \(identifier: name) TEMPLATE \(identifier: template) STRATEGY file_copy")
        }
    }

    func dropDatabase(_ name: String) async throws {
        _ = try await administer { try await $0.execute("DROP DATABASE IF EXISTS \(identifier: name) WITH (FORCE)") }
    }

    private func administer<R>(_ work: (Connection) async throws -> R) async throws -> R {
        try await ConnectionConfiguration(url: lease.url()).withConnection(work)
    }

    /// Settings of the server by name, as it has them.
    func settings(_ names: [String]) async throws -> [(name: String, value: String)] {
        try await administer { connection in
            var settings: [(name: String, value: String)] = []
            for name in names {
                settings.append((name, try await connection.query("SELECT current_setting(\(name)) AS value").first?.decode("value") ?? ""))
            }
            return settings
        }
    }

    /// What the server says it is.
    func version() async throws -> String {
        try await administer { try await $0.query("SELECT version() AS version").first?.decode("version") ?? "" }
    }
}
