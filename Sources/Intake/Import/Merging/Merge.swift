import Postgres

/// How the staged rows of a file become rows of its table.
///
/// Both statements write only what differs, so that a second load changes nothing. They take the rows in the order of the table's key:
/// an index is then filled page by page, not at random.
struct Merge {
    /// What is kept of a changed row for the rescoring: the customer, and the earliest time whose scores the change may alter.
    struct Effect {
        /// From the new row `r`.
        let inserted: SQL
        /// From the stored row `o` and the new values `n`.
        let updated: SQL
    }

    let staged: StagedFile
    let columns: [MergedColumn]
    /// Nil where scores do not depend on the table.
    let effect: Effect?

    private var table: SQL { "\(identifier: "mainstay", staged.file.table)" }
    private var staging: SQL { SQL(raw: staged.file.staging) }

    /// Whether `o` is the stored row of `s`.
    private var isSameRow: SQL {
        let identity = staged.file.identity
        let sameID: SQL = "o.\(identifier: identity.tableColumn) = s.row_id"
        return identity.isPerCustomer ? "o.user_id = s.user_id AND \(sameID)" : sameID
    }

    private var order: SQL { staged.file.refersToCustomers ? "s.user_id, s.row_id" : "s.row_id" }

    /// - Returns: the numbers of new and of changed rows.
    func run(on connection: Connection) async throws -> (inserted: Int, updated: Int) {
        // Changed rows first: new ones need not be looked at again.
        var updated = 0
        if let statement = update() { updated = try await connection.execute(statement) }
        return (try await connection.execute(insert()), updated)
    }

    private func insert() -> SQL {
        let names = columns.map { "\(identifier: $0.name)" as SQL }.joined(separator: ", ")
        let values = columns.map(\.inserted).joined(separator: ", ")
        let statement: SQL = """
            INSERT INTO \(table) AS r (\(names))
            SELECT \(values) FROM \(staging) AS s
             WHERE NOT EXISTS (SELECT FROM \(table) AS o WHERE \(isSameRow))
             ORDER BY \(order)
            """
        guard let effect else { return statement }
        return """
            WITH added AS (\(statement) RETURNING r.user_id, \(effect.inserted) AS earliest)
            INSERT INTO pg_temp.import_touched (user_id, earliest) SELECT user_id, earliest FROM added
            """
    }

    private func update() -> SQL? {
        let changing = columns.compactMap { column in column.updated.map { (name: "\(identifier: column.name)" as SQL, value: $0) } }
        // Ids made of the content belong to rows that cannot differ.
        guard !changing.isEmpty, staged.givenIDs > 0 else { return nil }
        let values = changing.map { "\($0.value) AS \($0.name)" as SQL }.joined(separator: ", ")
        let stored = changing.map { "o.\($0.name)" as SQL }.joined(separator: ", ")
        let new = changing.map { "n.\($0.name)" as SQL }.joined(separator: ", ")
        let assignments = changing.map { "\($0.name) = c.\($0.name)" as SQL }.joined(separator: ", ")
        let key: SQL = "\(identifier: staged.file.identity.tableColumn)"
        let owner: SQL = effect == nil ? "" : ", o.user_id AS owner, \(effect?.updated ?? "") AS earliest"
        let isPerCustomer = staged.file.identity.isPerCustomer
        let customer: SQL = isPerCustomer ? "o.user_id AS row_customer, " : ""
        let isRowCustomer: SQL = isPerCustomer ? " AND o.user_id = c.row_customer" : ""
        let changed: SQL = """
            changed AS MATERIALIZED (
                SELECT o.\(key) AS row_key, \(customer)\(new)\(owner)
                  FROM \(staging) AS s
                  JOIN \(table) AS o ON \(isSameRow)
                 CROSS JOIN LATERAL (SELECT \(values)) AS n
                 WHERE ROW(\(stored)) IS DISTINCT FROM ROW(\(new)))
            """
        let statement: SQL = """
            UPDATE \(table) AS o SET \(assignments) FROM changed AS c
             WHERE o.\(key) = c.row_key\(isRowCustomer)
            """
        guard effect != nil else { return "WITH \(changed) \(statement)" }
        return """
            WITH \(changed), written AS (\(statement))
            INSERT INTO pg_temp.import_touched (user_id, earliest) SELECT owner, earliest FROM changed
            """
    }
}
