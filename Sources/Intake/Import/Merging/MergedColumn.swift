import Postgres

/// A column that a merge writes.
struct MergedColumn {
    let name: String
    /// Its value in a new row, from the staged row `s`.
    let inserted: SQL
    /// Its value in a row that is there, from the staged row `s` and the stored row `o`; nil where the file says nothing about it.
    let updated: SQL?
}

extension MergedColumn {
    /// The columns of a file as they stand in it: an empty cell is null, a column that the file lacks stays as it is.
    static func plain(_ staged: StagedFile) -> [MergedColumn] {
        let identity = staged.file.identity
        let id = MergedColumn(name: identity.tableColumn, inserted: "s.row_id", updated: nil)
        let external = identity.externalColumn.map { name in
            // The same row may be called by its UUID in one file and by its source id in another.
            MergedColumn(name: name, inserted: "s.external_id", updated: "COALESCE(s.external_id, o.\(identifier: name))")
        }
        return [id] + (external.map { [$0] } ?? [])
            + staged.file.storedColumns.map { column in
                let value = SQL(raw: column.value(of: "s"))
                let isUpdated = staged.has(column.name) && column.name != "user_id"
                return MergedColumn(name: column.name, inserted: value, updated: isUpdated ? value : nil)
            }
    }
}

extension [MergedColumn] {
    /// The same with another value for some columns.
    func replacing(_ others: [MergedColumn]) -> [MergedColumn] {
        map { column in others.first { $0.name == column.name } ?? column }
    }
}
