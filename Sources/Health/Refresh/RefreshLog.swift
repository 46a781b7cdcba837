import Domain
import Postgres
import Schema

/// The record of refreshes, from which the lag of the scores is measured.
enum RefreshLog {
    /// Notes that a reconcile begins.
    /// - Returns: the run's number.
    static func beginFull(on pool: Pool, at moment: Moment) async throws -> Int {
        try await pool.query("INSERT INTO mainstay.refresh_runs (kind, started_at) VALUES ('full', \(moment)) RETURNING run_id").first?
            .decode("run_id") ?? 0
    }

    static func finishFull(_ run: Int, on pool: Pool, at moment: Moment, rescored: Int, differences: Int) async throws {
        try await pool.execute(
            """
            UPDATE mainstay.refresh_runs SET finished_at = GREATEST(started_at, \(moment)), rescored = \(rescored), differences = \(differences)
             WHERE run_id = \(run)
            """)
    }

    /// Moves the end of the hour's row along, or begins one. Called by whoever has just found nothing left to rescore.
    static func noteIncremental(on connection: Connection, at moment: Moment, rescored: Int) async throws {
        let moved = try await connection.execute(
            """
            UPDATE mainstay.refresh_runs AS r SET finished_at = GREATEST(r.finished_at, \(moment)), rescored = r.rescored + \(rescored)
             WHERE r.kind = 'incremental' AND r.started_at <= \(moment)
               AND date_trunc('hour', r.started_at, 'UTC') = date_trunc('hour', \(moment), 'UTC')
            """)
        if moved == 0 {
            try await connection.execute(
                """
                INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, rescored)
                VALUES ('incremental', \(moment), \(moment), \(rescored))
                """)
        }
    }
}
