import Domain
public import Postgres
import Schema

extension RecordedChange {
    /// The newest changes, newest first.
    ///
    /// - Parameters:
    ///   - name: of one parameter; nil for all.
    ///   - limit: at most so many.
    /// - Throws: ``ParameterRefusal`` for an unknown name; ``PostgresError``.
    public static func newest(of name: String? = nil, limit: Int = 100, on connection: Connection) async throws -> [RecordedChange] {
        var chosen: SQL = ""
        if let name {
            _ = try await Parameters.fetch(on: connection).parameter(name)
            chosen = "WHERE name = \(name)"
        }
        return try await connection.query(
            """
            SELECT change_set, changed_at, changed_by, why, name, before, after, model_version
              FROM mainstay.parameter_changes
              \(chosen)
             ORDER BY id DESC LIMIT \(limit)
            """
        ).map { row in
            RecordedChange(
                changeSet: try row.decode("change_set"), changedAt: try row.decode("changed_at"), changedBy: try row.decode("changed_by"),
                reason: try row.decode("why"), name: try row.decode("name"), before: try row.decode("before"),
                after: try row.decode("after"), modelVersion: try row.decode("model_version"))
        }
    }
}
