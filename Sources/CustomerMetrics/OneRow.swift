import Postgres

extension Connection {
    /// The row of a statement that always gives one.
    func row(_ sql: SQL, file: String = #fileID, line: Int = #line) async throws -> Row {
        guard let row = try await query(sql, file: file, line: line).first else {
            throw PostgresError.misuse("a statement that always gives a row gave none: \(sql)")
        }
        return row
    }
}
