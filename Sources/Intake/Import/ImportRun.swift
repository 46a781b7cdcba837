import Domain
import Postgres
import Schema

/// One import, inside its transaction.
struct ImportRun {
    let connection: Connection
    let folder: ImportFolder
    let now: Moment
    let isDryRun: Bool

    nonisolated(nonsending) func run(_ progress: (ImportProgress) -> Void) async throws -> ImportReport {
        try await prepare()
        let staged = try await stage(progress)
        try await check(staged, progress)
        let files = try await merge(staged, progress)
        let (queued, earliest) = try await TouchedCustomers(connection: connection).queue(now: now)
        if let earliest { try await connection.execute("SELECT mainstay.note_stale_figures(\(earliest))") }
        let warnings = folder.warnings + staged.flatMap { file in file.warnings.map { ImportWarning(file: file.file.name, message: $0) } }
        return ImportReport(
            files: files, warnings: try await warnings + contradictions(in: staged), queued: queued, earliestChange: earliest,
            isDryRun: isDryRun)
    }

    func progress(_ phase: ImportProgress.Phase, file: String?, fileRows: Int = 0, rows: Int, bytes: Int? = nil) -> ImportProgress {
        ImportProgress(
            phase: phase, file: file, fileRows: fileRows, rows: rows, bytesRead: bytes ?? folder.size, bytesTotal: folder.size)
    }

    private func prepare() async throws {
        // Two imports at once would both find the other's rows missing. 'import' in ASCII.
        try await connection.execute("SELECT pg_advisory_xact_lock(x'696d706f7274'::bigint)")
        try await connection.execute("SET LOCAL mainstay.bulk_load = 'on'")
        try await connection.execute("SELECT set_config('mainstay.now', \(now.iso8601), true)")
        // Sorts and hashes of millions of rows; compiling the statements costs more than it saves.
        try await connection.execute(
            """
            SELECT set_config('work_mem', '256MB', true) WHERE pg_size_bytes(current_setting('work_mem')) < pg_size_bytes('256MB')
            """)
        try await connection.execute("SET LOCAL jit = off")
        try await Staging(connection: connection).create()
        try await TouchedCustomers(connection: connection).create()
    }

    /// Reads all files, also after the first problem: people want to hear of all of them at once.
    private nonisolated(nonsending) func stage(_ progress: (ImportProgress) -> Void) async throws -> [StagedFile] {
        let staging = Staging(connection: connection)
        var staged: [StagedFile] = []
        var problems: [ImportProblem] = []
        var overflowed = false
        var (rows, bytes) = (0, 0)
        for entry in folder.entries {
            let (rowsBefore, bytesBefore) = (rows, bytes)
            progress(self.progress(.reading, file: entry.file.name, rows: rows, bytes: bytes))
            let file = try await staging.load(entry, problemLimit: CSVImport.shownProblems - problems.count) { block in
                progress(
                    self.progress(
                        .reading, file: entry.file.name, fileRows: block.rowsRead, rows: rowsBefore + block.rowsRead,
                        bytes: bytesBefore + block.bytesRead))
            }
            staged.append(file)
            problems += file.problems
            overflowed = overflowed || file.problemsOverflowed
            rows += file.rows
            bytes += entry.size
            if overflowed { break }
        }
        guard problems.isEmpty, !overflowed else { throw ImportError.badFiles(problems: problems, moreFollow: overflowed) }
        return staged
    }

    private nonisolated(nonsending) func check(_ staged: [StagedFile], _ progress: (ImportProgress) -> Void) async throws {
        let rows = staged.reduce(0) { $0 + $1.rows }
        let unknown = UnknownCustomers(connection: connection)
        // One more than is shown tells whether there are more.
        let limit = CSVImport.shownProblems + 1
        var problems: [[ImportProblem]] = []
        for (file, entry) in zip(staged, folder.entries) {
            progress(self.progress(.checking, file: file.file.name, fileRows: file.rows, rows: rows))
            problems.append(try await Repetitions(connection: connection).resolve(in: file, problemLimit: limit))
            // The merge of events finds out by itself, and there are millions of them.
            if !file.isEvents {
                problems[problems.count - 1] += try await unknown.problems(in: file, path: entry.path, problemLimit: limit)
            }
        }
        guard problems.contains(where: { !$0.isEmpty }) else { return }
        for (index, (file, entry)) in zip(staged, folder.entries).enumerated() where file.isEvents {
            problems[index] += try await unknown.problems(in: file, path: entry.path, problemLimit: limit)
        }
        try throwIfAny(problems.flatMap { ofFile in ofFile.sorted { ($0.line ?? 0) < ($1.line ?? 0) } })
    }

    private func throwIfAny(_ problems: [ImportProblem]) throws {
        guard !problems.isEmpty else { return }
        throw ImportError.badFiles(
            problems: Array(problems.prefix(CSVImport.shownProblems)), moreFollow: problems.count > CSVImport.shownProblems)
    }

    /// Events come before users: the schema keeps every login as an event, and must find those that the files bring.
    private nonisolated(nonsending) func merge(_ staged: [StagedFile], _ progress: (ImportProgress) -> Void) async throws -> [ImportReport
        .File]
    {
        let rows = staged.reduce(0) { $0 + $1.rows }
        var reports: [String: ImportReport.File] = [:]
        for file in staged.filter(\.isEvents) + staged.filter({ !$0.isEvents }) {
            progress(self.progress(.merging, file: file.file.name, fileRows: file.rows, rows: rows))
            let (inserted, updated) = try await merge(file, bringsCustomers: staged.contains { $0.isUsers && $0.rows > 0 })
            reports[file.file.name] = ImportReport.File(name: file.file.name, rows: file.rows, inserted: inserted, updated: updated)
        }
        return staged.compactMap { reports[$0.file.name] }
    }

    private func merge(_ file: StagedFile, bringsCustomers: Bool) async throws -> (inserted: Int, updated: Int) {
        do {
            // A savepoint, so that rows which a constraint refuses can still be told.
            return try await connection.transaction { connection in
                if file.isEvents { return try await EventMerge(file, bringsCustomers: bringsCustomers, on: connection).run() }
                return try await plan(file).run(on: connection)
            }
        } catch let error as PostgresError {
            try throwIfAny(await refusedRows(of: file, error))
            throw error
        }
    }

    private func plan(_ file: StagedFile) -> Merge {
        if file.isUsers { return CustomerRules(staged: file, now: now).merge }
        if file.isTickets { return TicketRules(staged: file, now: now).merge }
        return Merge(staged: file, columns: MergedColumn.plain(file), effect: nil)
    }

    private func refusedRows(of file: StagedFile, _ error: PostgresError) async throws -> [ImportProblem] {
        let limit = CSVImport.shownProblems + 1
        switch error.sqlState {
        case .notNullViolation where file.isEvents:
            guard let entry = folder.entries.first(where: { $0.file.name == file.file.name }) else { return [] }
            return try await UnknownCustomers(connection: connection).problems(in: file, path: entry.path, problemLimit: limit)
        case .checkViolation:
            return try await StoredOrder(connection: connection).problems(in: file, problemLimit: limit)
        default:
            return []
        }
    }

    /// Customers who are active and have ended: the end counts, which may not be what was meant.
    private func contradictions(in staged: [StagedFile]) async throws -> [ImportWarning] {
        guard let users = staged.first(where: \.isUsers), users.has("status"), users.has("churned_at") else {
            return []
        }
        let count: Int =
            try await connection.query(
                """
                SELECT count(*) AS customers FROM \(raw: users.file.staging) AS s JOIN mainstay.users AS u ON u.user_id = s.row_id
                 WHERE s.status = 'active' AND s.churned_at <= \(now) AND NOT mainstay.is_active_at(u, \(now))
                """
            ).first?.decode("customers") ?? 0
        guard count > 0 else { return [] }
        let customers = count == 1 ? "1 customer is" : "\(count) customers are"
        return [
            ImportWarning(
                file: users.file.name,
                message:
                    "\(customers) active in spite of a churned_at that has passed, and counted as ended: empty it where it is no longer true"
            )
        ]
    }
}
