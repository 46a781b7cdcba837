import Postgres

/// Whether a company's server has done what was left for it: what it does in the background is not part of what is measured.
enum Quiet {
    private static let patience = 900.0
    private static let lookEvery = Duration.milliseconds(100)
    /// So often nothing must be seen, one look after the other.
    private static let looks = 30

    static func wait(on connection: Connection) async throws {
        let watch = Stopwatch()
        var quiet = 0
        while quiet < looks {
            guard watch.seconds < patience else { throw BenchError.unexpected("the server does not come to rest") }
            quiet = try await isBusy(connection) ? 0 : quiet + 1
            try await Task.sleep(for: lookEvery)
        }
    }

    /// Something waits for scores, or is at work for longer than a look at the queue takes.
    private static func isBusy(_ connection: Connection) async throws -> Bool {
        try await connection.query(
            """
            SELECT EXISTS (SELECT FROM mainstay.rescore_queue) OR EXISTS (SELECT FROM mainstay.campaign_stamp_queue)
                OR EXISTS (SELECT FROM pg_catalog.pg_stat_activity AS a
                            WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.backend_type = 'client backend'
                              AND a.state <> 'idle' AND clock_timestamp() - a.xact_start > interval '300 ms') AS busy
            """
        ).first?.decode("busy") ?? false
    }
}
