import Domain
import Postgres
import Schema

/// The tables `job_schedules` and `job_runs`: by them several servers agree who runs what.
///
/// A server claims a run in one transaction: it locks the job's row of the schedule, passing by when another server has it, calls a run
/// abandoned whose lease has expired, and begins a new one with a lease of its own. What can go wrong:
/// - A server dies while it runs a job: the lease expires, and the next server to look takes over, as the next attempt.
/// - A server sleeps past its lease and wakes up: its ending is refused, since the run has one. Its work was done twice.
/// - The database is away when a run ends: the ending is kept and written when it is back, or the lease expires before.
struct JobBooks: Sendable {
    let pool: Pool
    /// How this server is called in the record.
    let server: String

    private static let keptDays: Int64 = 90

    /// Enters jobs that are new, from their next due moment on. One whose schedule has changed, or that waits for a time far ahead since a
    /// clock was wrong, is moved to its place.
    func enter(_ jobs: [Job], now: Moment) async throws {
        let next = jobs.map { $0.schedule.next(after: now.adding(seconds: -$0.delay)) }
        try await pool.execute(
            """
            INSERT INTO mainstay.job_schedules AS s (name, next_due) SELECT * FROM unnest(\(jobs.map(\.name)), \(next))
            ON CONFLICT (name) DO UPDATE SET next_due = excluded.next_due WHERE s.next_due > excluded.next_due
            """)
    }

    struct Claim: Sendable {
        /// What this server is to run now.
        var begun: JobRun?
        /// A run that another server did not end in time.
        var abandoned: JobRun?
    }

    /// Claims what is to be done of a job now, if anything is.
    func claim(_ job: Job, now: Moment) async throws -> Claim {
        try await pool.transaction { connection in
            let rows = try await connection.query(
                "SELECT next_due FROM mainstay.job_schedules WHERE name = \(job.name) FOR UPDATE SKIP LOCKED")
            guard let nextDue: Moment = try rows.first?.decode("next_due") else { return Claim() }
            var claim = Claim()
            claim.abandoned = try await connection.query(
                """
                UPDATE mainstay.job_runs SET outcome = 'abandoned', finished_at = \(now)
                 WHERE job = \(job.name) AND finished_at IS NULL AND lease_until <= \(now) RETURNING \(JobRun.columns)
                """
            ).first.map(JobRun.init)
            let newest = try await connection.query(
                "SELECT \(JobRun.columns) FROM mainstay.job_runs WHERE job = \(job.name) ORDER BY run_id DESC LIMIT 1"
            ).first.map(JobRun.init)
            if let turn = Turn(of: job, nextDue: nextDue, newest: newest, now: now) {
                claim.begun = try await begin(turn, of: job, now: now, on: connection)
            }
            return claim
        }
    }

    private func begin(_ turn: Turn, of job: Job, now: Moment, on connection: Connection) async throws -> JobRun? {
        // The limit ends the work; the rest is for writing that down.
        let lease = now.adding(seconds: job.timeLimit.components.seconds + 30)
        try await connection.execute(
            """
            UPDATE mainstay.job_schedules SET next_due = \(job.schedule.next(after: now.adding(seconds: -job.delay)))
             WHERE name = \(job.name)
            """)
        return try await connection.query(
            """
            INSERT INTO mainstay.job_runs (job, due_at, attempt, started_at, server, lease_until)
            VALUES (\(job.name), \(turn.due), \(turn.attempt), \(now), \(server), \(lease)) RETURNING \(JobRun.columns)
            """
        ).first.map(JobRun.init)
    }

    /// Writes how a run ended, and forgets old runs of the same job.
    ///
    /// - Returns: the run as it is recorded; nil when another server had called it abandoned.
    func end(_ ending: JobRun.Ending) async throws -> JobRun? {
        let recorded = try await pool.query(
            """
            UPDATE mainstay.job_runs SET outcome = \(ending.outcome), error = \(ending.error), finished_at = \(ending.moment)
             WHERE run_id = \(ending.run.id) AND finished_at IS NULL RETURNING \(JobRun.columns)
            """
        ).first.map(JobRun.init)
        try await pool.execute(
            "DELETE FROM mainstay.job_runs WHERE job = \(ending.run.job) AND finished_at < \(ending.moment.adding(days: -Self.keptDays))")
        return recorded
    }
}
