import Postgres

/// May the role do what Mainstay does?
struct PermissionFacts: Sendable {
    var role: String
    var database: String
    var hasSchema: Bool
    var mayCreateSchema: Bool
    var mayUseSchema: Bool
    /// The schema's owner, where there is a schema; upgrades change what the owner made.
    var owner: String?
    var actsAsOwner: Bool
    /// Tables that the role may not read and write.
    var closedTables: [String]

    static func read(on connection: Connection) async throws -> PermissionFacts? {
        try await connection.query(
            """
            SELECT current_user::text AS role, current_database()::text AS database,
                   n.oid IS NOT NULL AS has_schema, has_database_privilege(current_database(), 'CREATE') AS may_create,
                   COALESCE(has_schema_privilege(n.oid, 'USAGE'), false) AS may_use,
                   pg_get_userbyid(n.nspowner)::text AS owner, COALESCE(pg_has_role(n.nspowner, 'USAGE'), false) AS acts_as_owner,
                   ARRAY(SELECT c.relname::text FROM pg_class AS c
                          WHERE c.relnamespace = n.oid AND c.relkind IN ('r', 'p')
                            AND NOT (has_table_privilege(c.oid, 'SELECT') AND has_table_privilege(c.oid, 'INSERT')
                                     AND has_table_privilege(c.oid, 'UPDATE') AND has_table_privilege(c.oid, 'DELETE'))
                          ORDER BY c.relname) AS closed
              FROM (SELECT) AS one LEFT JOIN pg_namespace AS n ON n.nspname = 'mainstay'
            """
        ).first.map { row in
            PermissionFacts(
                role: try row.decode("role"), database: try row.decode("database"), hasSchema: try row.decode("has_schema"),
                mayCreateSchema: try row.decode("may_create"), mayUseSchema: try row.decode("may_use"), owner: try row.decode("owner"),
                actsAsOwner: try row.decode("acts_as_owner"), closedTables: try row.decode("closed"))
        }
    }

    /// Whether the schema can be looked into, or made.
    var allowsWork: Bool { hasSchema ? mayUseSchema : mayCreateSchema }

    var findings: [Finding] {
        guard hasSchema else {
            return [
                mayCreateSchema
                    ? .ok(.permissions, "role \(role) may create the schema")
                    : .problem(
                        .permissions, .notPermitted, "role \(role) may not create schema mainstay in database \(database)",
                        remedy: "GRANT CREATE ON DATABASE \(Spoken.identifier(database)) TO \(Spoken.identifier(role))")
            ]
        }
        let ownerName = owner ?? "its owner"
        guard mayUseSchema else {
            return [
                .problem(
                    .permissions, .notPermitted, "role \(role) may not use schema mainstay, which belongs to \(ownerName)",
                    remedy: "GRANT USAGE ON SCHEMA mainstay TO \(Spoken.identifier(role)), or connect as \(ownerName)")
            ]
        }
        var findings: [Finding] = []
        if !closedTables.isEmpty {
            findings.append(
                .problem(
                    .permissions, .notPermitted,
                    "role \(role) may not read and write \(Spoken.count(closedTables.count, "table", "tables")): "
                        + closedTables.joined(separator: ", "),
                    remedy: "connect as \(ownerName), or GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA mainstay TO "
                        + Spoken.identifier(role)))
        }
        if !actsAsOwner {
            findings.append(
                .warning(
                    .permissions, .notOwner, "role \(role) does not own schema mainstay and cannot bring it up to date",
                    remedy: "run upgrades as \(ownerName), or GRANT \(Spoken.identifier(ownerName)) TO \(Spoken.identifier(role))"))
        }
        return findings.isEmpty ? [.ok(.permissions, "role \(role) may do everything in schema mainstay")] : findings
    }
}
