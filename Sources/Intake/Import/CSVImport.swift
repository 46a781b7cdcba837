public import Domain
public import Postgres
import Schema

/// Loads a folder of CSV files (metrics.md §9).
///
/// ```swift
/// let report = try await CSVImport(connection, clock: SystemClock()).run(directory: "export/") { print($0.rows) }
/// ```
///
/// One transaction from the first file to the last, in four steps: each file is read, checked value by value and staged by COPY; staged rows
/// are checked against each other and against the database; they are merged into the tables, events first, so that the schema finds the
/// logins it would otherwise add; the customers touched are queued. Whatever fails, and whoever is killed meanwhile, nothing has changed.
/// Loading the same files again changes nothing. Memory does not grow with the files.
public struct CSVImport: Sendable {
    /// How many problems of the files are told at once.
    public static let shownProblems = 20

    private let connection: Connection
    private let clock: any MomentSource

    /// - Parameters:
    ///   - connection: a session on a migrated database, outside of a transaction.
    ///   - clock: tells when undated changes happen, and when scores were asked for.
    public init(_ connection: Connection, clock: any MomentSource) {
        self.connection = connection
        self.clock = clock
    }

    /// Loads the folder.
    ///
    /// - Parameters:
    ///   - directory: the folder's path.
    ///   - dryRun: do everything, report it, and roll it back.
    ///   - progress: called for each step and each quarter megabyte or so.
    /// - Throws: ``ImportError`` when the folder or its files are not right; `PostgresError`; `CancellationError`.
    public nonisolated(nonsending) func run(
        directory: String, dryRun: Bool = false, progress: (ImportProgress) -> Void = { _ in }
    ) async throws -> ImportReport {
        let folder = try ImportFolder(path: directory)
        let now = clock.now
        var attemptsLeft = 3
        while true {
            attemptsLeft -= 1
            do {
                let report = try await load(folder, now: now, dryRun: dryRun, progress)
                // What is committed is no failure, whatever becomes of the statistics.
                try? await Statistics(connection: connection).refresh(after: report)
                return report
            } catch let end as DryRunEnded {
                return end.report
            } catch let error as PostgresError where attemptsLeft > 0 && Self.isRivalry(error) {
                // Someone else has written the same rows meanwhile. Nothing of this attempt is left, and the next one finds them.
            }
        }
    }

    private nonisolated(nonsending) func load(
        _ folder: ImportFolder, now: Moment, dryRun: Bool, _ progress: (ImportProgress) -> Void
    ) async throws -> ImportReport {
        try await connection.transaction { connection in
            let run = ImportRun(connection: connection, folder: folder, now: now, isDryRun: dryRun)
            let report = try await run.run(progress)
            progress(run.progress(.finishing, file: nil, rows: report.files.reduce(0) { $0 + $1.rows }))
            if dryRun { throw DryRunEnded(report: report) }
            return report
        }
    }

    private static func isRivalry(_ error: PostgresError) -> Bool {
        switch error.sqlState {
        case .uniqueViolation, .deadlockDetected, .serializationFailure: true
        default: false
        }
    }
}

/// Rolls back what a dry run has done.
private struct DryRunEnded: Error {
    let report: ImportReport
}
