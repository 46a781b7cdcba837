import Postgres

/// The planner's knowledge of tables that an import has changed much: what reads them next should not wait for the autovacuum daemon.
struct Statistics {
    let connection: Connection

    /// A table that changed less keeps the statistics it has.
    private static let share = 0.2

    func refresh(after report: ImportReport) async throws {
        for file in report.files {
            guard let table = ImportFile.all.first(where: { $0.name == file.name })?.table, file.inserted + file.updated > 1_000 else { continue }
            let known: Double =
                try await connection.query("SELECT reltuples::float8 AS rows FROM pg_catalog.pg_class WHERE oid = \("mainstay." + table)::regclass")
                .first?.decode("rows") ?? 0
            guard Double(file.inserted + file.updated) > known * Self.share else { continue }
            try await connection.execute("ANALYZE \(identifier: "mainstay", table)")
        }
    }
}
