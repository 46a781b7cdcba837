import Postgres

/// Rows whose customer is neither in users.csv nor in the database.
struct UnknownCustomers {
    let connection: Connection

    func problems(in staged: StagedFile, path: String, problemLimit: Int) async throws -> [ImportProblem] {
        let file = staged.file
        guard file.refersToCustomers, staged.rows > 0 else { return [] }
        let lines = try await connection.query(
            """
            SELECT s.line FROM \(raw: file.staging) AS s
             WHERE NOT EXISTS (SELECT FROM mainstay.users AS u WHERE u.user_id = s.user_id)
               AND NOT EXISTS (SELECT FROM \(raw: ImportFile.users.staging) AS n WHERE n.row_id = s.user_id)
             ORDER BY s.line LIMIT \(problemLimit)
            """
        ).map { try $0.decode("line", as: Int.self) }
        guard !lines.isEmpty else { return [] }
        let ids = try LineValues.read("user_id", at: Set(lines), path: path)
        return lines.map { line in
            let id = ids[line].map { "“\(Mistake.shortened($0))” " } ?? ""
            return ImportProblem(
                file: file.name, line: line, column: "user_id", message: "\(id)is neither in users.csv nor in the database")
        }
    }
}
