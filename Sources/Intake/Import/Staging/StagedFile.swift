/// A file that was read into staging.
struct StagedFile: Sendable {
    let file: ImportFile
    /// The columns that the file has; the others of the table are none of its business.
    let present: Set<String>
    let rows: Int
    /// Rows whose id may be a repetition of an earlier row's.
    let suspects: Int
    /// Rows whose id was given by the source.
    let givenIDs: Int
    let warnings: [String]
    let problems: [ImportProblem]
    /// Not all problems are in the list.
    let problemsOverflowed: Bool

    var isUsers: Bool { file.table == ImportFile.users.table }
    var isEvents: Bool { file.table == ImportFile.usageEvents.table }
    var isTickets: Bool { file.table == ImportFile.supportTickets.table }

    func has(_ column: String) -> Bool { present.contains(column) }
}
