/// Reads a file on a core of its own, while the rows read before are on their way to the server.
actor FileReading {
    private var rows: FileRows

    /// - Throws: ``ImportError/unreadable(path:reason:)``.
    init(_ file: ImportFile, path: String, problemLimit: Int) throws(ImportError) {
        rows = try FileRows(file, path: path, problemLimit: problemLimit)
    }

    func nextBlock() -> FileRows.Block? { rows.nextBlock() }

    /// What is known once all blocks were read.
    var outcome: StagedFile {
        StagedFile(
            file: rows.file, present: rows.plan.present, rows: rows.rows, suspects: rows.suspects, givenIDs: rows.givenIDs,
            warnings: rows.warnings, problems: rows.problems, problemsOverflowed: rows.problemsOverflowed)
    }
}
