import Postgres

/// Rows on their way: temporary tables of the import's transaction, filled by COPY.
///
/// They are temporary rather than unlogged tables: nothing to name, to own or to clean up, and filling them takes the same time.
struct Staging {
    let connection: Connection

    /// Makes the table of every file, also of those that are not in the folder: the others are checked against users.
    func create() async throws {
        for file in ImportFile.all {
            let columns = RowEncoder.stagedColumns(of: file).map { "\($0.name) \($0.type)" }.joined(separator: ", ")
            try await connection.execute("CREATE TEMPORARY TABLE import_\(raw: file.table) (\(raw: columns)) ON COMMIT DROP")
        }
    }

    /// Reads a file into its table.
    ///
    /// While the server stores a block, the next one is read and encoded on another core; memory holds these two.
    nonisolated(nonsending) func load(
        _ entry: ImportFolder.Entry, problemLimit: Int, progress: (FileRows.Block) -> Void
    ) async throws -> StagedFile {
        let reading = try FileReading(entry.file, path: entry.path, problemLimit: problemLimit)
        try await connection.copyIn("COPY \(raw: entry.file.staging) FROM STDIN (FORMAT binary)") { writer in
            try await writer.write(RowBuffer.header)
            var block = await reading.nextBlock()
            while let ready = block {
                async let following = reading.nextBlock()
                try await writer.write(ready.bytes)
                progress(ready)
                block = await following
            }
            try await writer.write(RowBuffer.trailer)
        }
        let staged = await reading.outcome
        // Staged tables are never analysed by themselves, and the merges join them.
        if staged.rows > 1_000 { try await connection.execute("ANALYZE \(raw: entry.file.staging)") }
        return staged
    }
}
