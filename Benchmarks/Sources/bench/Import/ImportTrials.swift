import Domain
import Foundation
import Health
import Intake
import Postgres

/// The same file by COPY and by import, one after the other.
actor ImportTrials {
    struct Taken: Sendable {
        var copy = Samples()
        /// Until the import has returned.
        var load = Samples()
        /// Its parts, in the order of ``ImportTrials/phases``.
        var phases = ImportTrials.phases.map { _ in Samples() }
        /// Until the scores reflect it.
        var untilFresh = Samples()
        /// What `mainstay import` does last.
        var figures = Samples()
    }

    static let phases: [(phase: ImportProgress.Phase, name: String)] = [
        (.reading, "reading and staging"), (.checking, "checking"), (.merging, "merging"), (.finishing, "committing"),
    ]

    nonisolated let clock: CompanyClock
    private let connection: Connection
    private let pool: Pool
    private(set) var samples = Taken()

    init(connection: Connection, pool: Pool, clock: CompanyClock) {
        (self.connection, self.pool, self.clock) = (connection, pool, clock)
    }

    /// Whether more trials would not take long.
    var areShort: Bool { samples.copy.count < Rounds.many && samples.untilFresh.median < Rounds.longSeconds }

    func run(_ file: EventFile) async throws {
        samples.copy.add(try await copy(file))
        let watch = Stopwatch()
        var begun: [ImportProgress.Phase: Double] = [:]
        let report = try await CSVImport(connection, clock: clock).run(directory: file.folder) { progress in
            if begun[progress.phase] == nil { begun[progress.phase] = watch.seconds }
        }
        let loaded = watch.seconds
        samples.load.add(loaded)
        _ = try await ScoreRefresh(pool: pool, clock: clock).bringUpToDate()
        samples.untilFresh.add(watch.seconds)
        let starts = Self.phases.map { begun[$0.phase] ?? loaded }
        for (index, end) in (starts.dropFirst() + [loaded]).enumerated() { samples.phases[index].add(end - starts[index]) }
        guard report.files.map(\.inserted).reduce(0, +) == file.events else {
            throw BenchError.unexpected("of \(file.events) events not all were new: \(report.files)")
        }
        // Long and not the subject: once will do.
        if samples.figures.count == 0, let earliest = report.earliestChange {
            let (first, last) = (DailyFigures.newestDay(at: earliest.adding(days: 1)), DailyFigures.newestDay(at: clock.now))
            samples.figures.add(try await Stopwatch.time { try await DailyFigures(pool: pool).rebuild(first...last) })
        }
    }

    /// As a table of staging would be: the file's columns, texts as texts, no index, no trigger.
    private func copy(_ file: EventFile) async throws -> Double {
        try await connection.execute("DROP TABLE IF EXISTS bench.copied")
        try await connection.execute(
            "CREATE TABLE bench.copied (user_id text, event_type text, occurred_at timestamptz, feature text, event_id text)")
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file.path))
        defer { try? handle.close() }
        return try await Stopwatch.time {
            try await connection.copyIn("COPY bench.copied FROM STDIN (FORMAT csv, HEADER)") { writer in
                while let part = try handle.read(upToCount: 1 << 20), !part.isEmpty { try await writer.write([UInt8](part)) }
            }
        }
    }
}
