public import Postgres

/// Brings schema `mainstay` to the program's version.
///
/// Migrations change tables: numbered, one transaction each, forward only. Definitions are functions and triggers: whole files, applied again
/// when their text changed, all in one transaction. Several programs may do this at once: each transaction takes a lock and looks again.
/// A program that is killed in the middle leaves whole steps behind; the next one goes on.
public struct Migrator: Sendable {
    private let connection: Connection

    /// - Parameter connection: a session whose role may create the schema, or owns it.
    public init(_ connection: Connection) { self.connection = connection }

    /// How the database stands to the program.
    public struct Status: Sendable, Hashable {
        /// The newest migration that has run; 0 where there is no schema yet.
        public let databaseVersion: Int
        public let programVersion: Int
        /// Definitions whose text differs from the program's.
        public let outdatedDefinitions: [String]

        public var isCurrent: Bool { databaseVersion == programVersion && outdatedDefinitions.isEmpty }
    }

    /// - Throws: ``SchemaError`` when the files are missing or the database is newer; ``PostgresError``.
    public func status() async throws -> Status { try await status(of: SQLFiles.load()) }

    /// Does what is missing; nothing when the schema is current.
    ///
    /// - Throws: ``SchemaError``, ``PostgresError``. What was done before the error stays done.
    public func migrate() async throws {
        let files = try SQLFiles.load()
        guard try await !status(of: files).isCurrent else { return }
        try await createSchema()
        for migration in files.migrations { try await apply(migration) }
        try await apply(files.definitions)
    }

    private func status(of files: SQLFiles) async throws -> Status {
        let programVersion = files.migrations.last?.version ?? 0
        guard try await exists("mainstay.schema_migrations"), try await exists("mainstay.schema_definitions") else {
            return Status(databaseVersion: 0, programVersion: programVersion, outdatedDefinitions: files.definitions.map(\.name))
        }
        var databaseVersion = 0
        let known = Dictionary(uniqueKeysWithValues: files.migrations.map { ($0.version, $0.file) })
        for row in try await connection.query("SELECT version, checksum FROM mainstay.schema_migrations ORDER BY version") {
            let version: Int = try row.decode("version")
            guard let file = known[version] else {
                throw SchemaError.databaseIsNewer(database: version, program: programVersion)
            }
            guard try row.decode("checksum", as: String.self) == file.checksum else {
                throw SchemaError.migrationChanged(version: version, name: file.name)
            }
            databaseVersion = version
        }
        var applied: [String: String] = [:]
        for row in try await connection.query("SELECT name, checksum FROM mainstay.schema_definitions") {
            applied[try row.decode("name")] = try row.decode("checksum", as: String.self)
        }
        let outdated = files.definitions.filter { applied[$0.name] != $0.checksum }.map(\.name)
        return Status(databaseVersion: databaseVersion, programVersion: programVersion, outdatedDefinitions: outdated)
    }

    private func exists(_ relation: String) async throws -> Bool {
        try await connection.query("SELECT to_regclass(\(relation)) IS NOT NULL AS found").first?.decode("found") ?? false
    }

    private func createSchema() async throws {
        try await locked { connection in
            // CREATE … IF NOT EXISTS asks for the right to create even where there is nothing to create.
            guard
                let place = try await connection.query(
                    """
                    SELECT to_regnamespace('mainstay') IS NOT NULL AS found, current_user::text AS role, current_database()::text AS database,
                           has_database_privilege(current_database(), 'CREATE') AS permitted
                    """
                ).first
            else { return }
            if try !place.decode("found") {
                guard try place.decode("permitted") else {
                    throw SchemaError.notPermitted(role: try place.decode("role"), database: try place.decode("database"))
                }
                try await connection.execute("CREATE SCHEMA mainstay")
            }
            try await connection.execute(
                """
                CREATE TABLE IF NOT EXISTS mainstay.schema_migrations (
                    version integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """)
            try await connection.execute(
                """
                CREATE TABLE IF NOT EXISTS mainstay.schema_definitions (
                    name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())
                """)
        }
    }

    private func apply(_ migration: SQLFiles.Migration) async throws {
        try await locked { connection in
            let rows = try await connection.query("SELECT FROM mainstay.schema_migrations WHERE version = \(migration.version)")
            guard rows.isEmpty else { return }
            try await connection.script(migration.file.text)
            try await connection.execute(
                """
                INSERT INTO mainstay.schema_migrations (version, name, checksum)
                VALUES (\(migration.version), \(migration.file.name), \(migration.file.checksum))
                """)
        }
    }

    /// A definition may rest on earlier ones, so from the first that changed on all are applied.
    private func apply(_ definitions: [SQLFile]) async throws {
        try await locked { connection in
            var applied: [String: String] = [:]
            for row in try await connection.query("SELECT name, checksum FROM mainstay.schema_definitions") {
                applied[try row.decode("name")] = try row.decode("checksum", as: String.self)
            }
            for definition in definitions.drop(while: { applied[$0.name] == $0.checksum }) {
                try await connection.script(definition.text)
                try await connection.execute(
                    """
                    INSERT INTO mainstay.schema_definitions (name, checksum) VALUES (\(definition.name), \(definition.checksum))
                    ON CONFLICT (name) DO UPDATE SET checksum = excluded.checksum, applied_at = excluded.applied_at
                    """)
            }
        }
    }

    private func locked(_ body: (Connection) async throws -> Void) async throws {
        try await connection.transaction { connection in
            // 'schema' in ASCII; the engine has a lock of its own.
            try await connection.execute("SELECT pg_advisory_xact_lock(x'736368656d61'::bigint)")
            try await body(connection)
        }
    }
}
