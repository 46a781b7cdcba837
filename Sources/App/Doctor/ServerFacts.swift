import Postgres

/// Does the server suit Mainstay?
struct ServerFacts: Sendable {
    var version: String
    /// As `server_version_num`: 150018.
    var versionNumber: Int
    var database: String
    var role: String
    var encoding: String
    var isReadOnly: Bool
    var isStandby: Bool
    /// Another process answers statements than the one that the session began with.
    var isPooled: Bool
    /// `jit` is on, and the server can do it.
    var compilesStatements: Bool
    var autovacuumRuns: Bool

    static let oldestMajor = 15

    static func read(on connection: Connection) async throws -> ServerFacts? {
        let process = await connection.backendPID
        return try await connection.query(
            """
            SELECT current_setting('server_version') AS version, current_setting('server_version_num')::integer AS version_number,
                   current_database()::text AS database, current_user::text AS role,
                   (SELECT pg_encoding_to_char(d.encoding)::text FROM pg_database AS d WHERE d.datname = current_database()) AS encoding,
                   current_setting('transaction_read_only')::boolean AS read_only, pg_is_in_recovery() AS standby,
                   pg_backend_pid() AS process,
                   pg_jit_available() AS jit,
                   current_setting('autovacuum')::boolean AND current_setting('track_counts')::boolean AS autovacuum
            """
        ).first.map { row in
            ServerFacts(
                version: try row.decode("version"), versionNumber: try row.decode("version_number"),
                database: try row.decode("database"), role: try row.decode("role"), encoding: try row.decode("encoding"),
                isReadOnly: try row.decode("read_only"), isStandby: try row.decode("standby"),
                isPooled: try row.decode("process", as: Int32.self) != process, compilesStatements: try row.decode("jit"),
                autovacuumRuns: try row.decode("autovacuum"))
        }
    }

    /// Without this nothing else can be looked at.
    var isOldEnough: Bool { versionNumber / 10_000 >= Self.oldestMajor }

    var findings: [Finding] {
        guard isOldEnough else {
            return [
                .problem(
                    .connection, .tooOld, "the server is PostgreSQL \(version)",
                    remedy: "use PostgreSQL \(Self.oldestMajor) or later: upgrade this server, or name another with --database-url")
            ]
        }
        var findings: [Finding] = [.ok(.connection, "PostgreSQL \(version), database \(database), role \(role)")]
        if isReadOnly {
            findings.append(
                .problem(
                    .connection, .readOnly, isStandby ? "the server is a standby and takes no changes" : "sessions here are read-only",
                    remedy: isStandby
                        ? "name the primary server with --database-url"
                        : "ALTER ROLE \(Spoken.identifier(role)) SET default_transaction_read_only = off, or use another role"))
        }
        if encoding != "UTF8" {
            findings.append(
                .problem(
                    .connection, .encoding, "the database has the encoding \(encoding), which cannot hold every customer's text",
                    remedy: "make a database with it and import there: CREATE DATABASE mainstay TEMPLATE template0 ENCODING 'UTF8'"))
        }
        if isPooled {
            findings.append(
                .warning(
                    .connection, .pooler, "a connection pooler stands between this program and the server",
                    remedy: "name the server itself (at Supabase: the direct address), or a pooler in session mode: mainstay serve needs a "
                        + "session of its own for the engine's lease"))
        }
        if compilesStatements {
            findings.append(.ok(.connection, "the server compiles statements (jit), which Mainstay turns off for its own sessions"))
        }
        if !autovacuumRuns {
            findings.append(
                .warning(
                    .tables, .autovacuumOff, "autovacuum is off: dead rows stay, and statements are planned with old statistics",
                    remedy: "set autovacuum = on and track_counts = on, or run VACUUM (ANALYZE) every night"))
        }
        return findings
    }
}
