/// Why the schema could not be brought up to date.
public enum SchemaError: Error, Hashable, Sendable {
    /// The SQL files that belong beside the program are not there.
    case filesMissing(folder: String)
    /// A file's name is not of the form `0001_name.sql`.
    case badFileName(String)
    /// The database was made by a newer program.
    case databaseIsNewer(database: Int, program: Int)
    /// A migration that ran has another text now.
    case migrationChanged(version: Int, name: String)
    /// The role may not create the schema.
    case notPermitted(role: String, database: String)
}

extension SchemaError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .filesMissing(let folder):
            "the program's SQL files are missing: no folder \(folder). Install the program again with `make install`, which puts them beside it."
        case .badFileName(let name):
            "\(name) is not the name of a migration (0001_name.sql)"
        case .databaseIsNewer(let database, let program):
            "the database has schema version \(database), this program knows versions up to \(program): use a newer program"
        case .migrationChanged(let version, let name):
            "migration \(version) (\(name)) has run here with another text: this program and the database do not belong together"
        case .notPermitted(let role, let database):
            "role \(role) may not create schema mainstay: GRANT CREATE ON DATABASE \(database) TO \(role)"
        }
    }
}
