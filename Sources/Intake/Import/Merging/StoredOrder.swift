import Postgres

/// Times of a file that contradict times that are stored: a beginning that moves behind a stored end.
///
/// Within a row this was checked as the file was read. Against stored rows the tables' own constraints do; this only tells which rows they refused.
struct StoredOrder {
    let connection: Connection

    func problems(in staged: StagedFile, problemLimit: Int) async throws -> [ImportProblem] {
        var problems: [ImportProblem] = []
        for order in staged.file.order {
            problems += try await self.problems(in: staged, order, problemLimit: problemLimit)
        }
        return problems
    }

    private func problems(in staged: StagedFile, _ order: ImportFile.Order, problemLimit: Int) async throws -> [ImportProblem] {
        let identity = staged.file.identity
        let owner: SQL = identity.isPerCustomer ? "AND o.user_id = s.user_id" : ""
        // The end that is stored matters where the file has none.
        let (earlier, later): (SQL, SQL) = ("\(identifier: order.earlier)", "\(identifier: order.later)")
        return try await connection.query(
            """
            SELECT s.line, s.\(earlier) IS NULL AS beginning_is_stored
              FROM \(raw: staged.file.staging) AS s
              JOIN \(identifier: "mainstay", staged.file.table) AS o ON o.\(identifier: identity.tableColumn) = s.row_id \(owner)
             WHERE COALESCE(s.\(later), o.\(later)) < COALESCE(s.\(earlier), o.\(earlier))
             ORDER BY s.line LIMIT \(problemLimit)
            """
        ).map { row in
            let beginningIsStored: Bool = try row.decode("beginning_is_stored")
            let (column, message) =
                beginningIsStored
                ? (order.later, "is before the \(order.earlier) that is stored for this row")
                : (order.earlier, "is after the \(order.later) that is stored for this row")
            return ImportProblem(file: staged.file.name, line: try row.decode("line"), column: column, message: message)
        }
    }
}
