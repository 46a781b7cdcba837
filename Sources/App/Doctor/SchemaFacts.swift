import Postgres
import Schema

/// Does the schema belong to this program?
enum SchemaFacts: Sendable {
    case read(Migrator.Status)
    case unusable(SchemaError)

    static func read(on connection: Connection) async throws -> SchemaFacts {
        do {
            return .read(try await Migrator(connection).status())
        } catch let error as SchemaError {
            return .unusable(error)
        }
    }

    /// Whether the tables are those that this program knows.
    var hasTables: Bool {
        guard case .read(let status) = self else { return false }
        return status.databaseVersion == status.programVersion
    }

    var findings: [Finding] {
        switch self {
        case .unusable(let error):
            return [
                .problem(
                    .schema, .schemaUnusable, "\(error)",
                    remedy: "install the program that belongs to this database, or name another database with --database-url")
            ]
        case .read(let status) where status.databaseVersion == 0:
            return [
                .warning(
                    .schema, .noSchema, "the database has no schema mainstay yet",
                    remedy: "nothing: the first command that needs it makes it, such as mainstay import DIR or mainstay demo")
            ]
        case .read(let status) where status.databaseVersion < status.programVersion:
            return [
                .warning(
                    .schema, .schemaOlder,
                    "the schema has version \(status.databaseVersion), the program \(status.programVersion)",
                    remedy: "nothing: the next command that needs the database brings it up to date")
            ]
        case .read(let status) where !status.isCurrent:
            return [
                .warning(
                    .schema, .schemaOlder,
                    "version \(status.databaseVersion) as it should be, but functions of another program version: "
                        + status.outdatedDefinitions.joined(separator: ", "),
                    remedy: "nothing: the next command that needs the database replaces them")
            ]
        case .read(let status):
            return [.ok(.schema, "version \(status.databaseVersion), as the program's")]
        }
    }
}
