import Postgres

/// What the planner knows of tables that an import has changed much: who reads them next should not wait for the autovacuum daemon.
///
/// VACUUM, since it also sets the visibility map: without it, counting adoptions in their index would read the table all the same.
struct Statistics {
    let connection: Connection

    /// A table that changed less keeps the statistics it has.
    private static let share = 0.2

    func refresh(after report: ImportReport) async throws {
        for file in report.files {
            guard let table = ImportFile.all.first(where: { $0.name == file.name })?.table, file.inserted + file.updated > 1_000 else {
                continue
            }
            let known: Double =
                try await connection.query(
                    "SELECT reltuples::float8 AS rows FROM pg_catalog.pg_class WHERE oid = \("mainstay." + table)::regclass"
                )
                .first?.decode("rows") ?? 0
            guard Double(file.inserted + file.updated) > known * Self.share else { continue }
            try await connection.execute("VACUUM (ANALYZE) \(identifier: "mainstay", table)")
        }
    }
}
