import Domain
import Jobs
import Postgres
import Synchronization
import TestSupport

/// A database, a clock, and jobs that note when they were done.
struct Workshop: Sendable {
    let database: TestDatabase
    let clock: FixedClock
    let done = Log()

    final class Log: Sendable {
        private let entries = Mutex<[String]>([])
        func add(_ entry: String) { entries.withLock { $0.append(entry) } }
        func take() -> [String] {
            entries.withLock { entries in
                defer { entries = [] }
                return entries
            }
        }
    }

    nonisolated(nonsending) static func open(at now: String, _ body: (Workshop) async throws -> Void) async throws {
        try await TestDatabase.withMigrated { database in
            try await body(Workshop(database: database, clock: FixedClock(time(now))))
        }
    }

    /// A job that does nothing but note for which moment it was done.
    func job(_ name: String, _ schedule: Schedule, delay: Int64 = 0) -> Job {
        Job(name, schedule, delay: delay) { [done] due, _ in done.add("\(name) \(due)") }
    }

    func runner(_ jobs: [Job], server: String = "one", watch: JobWatch = JobWatch()) -> JobRunner {
        JobRunner(jobs, pool: database.pool, server: server, clock: clock, observe: watch.observe)
    }

    /// Every run in its order: `attempt outcome error server`.
    func record(_ job: String) async throws -> [String] {
        try await database.pool.query(
            "SELECT attempt, outcome, error, server FROM mainstay.job_runs WHERE job = \(job) ORDER BY run_id"
        ).map { row in
            let attempt: Int = try row.decode("attempt")
            let texts = try ["outcome", "error", "server"].map { try row.text($0) ?? "–" }
            return "\(attempt) " + texts.joined(separator: " ")
        }
    }
}

/// A door in a job: it tells that it was reached, and opens when the test says so.
struct Door: Sendable {
    private let reached = AsyncStream<Void>.makeStream()
    private let opened = AsyncStream<Void>.makeStream()

    func untilReached() async { for await _ in reached.stream { return } }
    func open() { opened.continuation.yield() }

    /// - Throws: `CancellationError` when it is not opened before the task is cancelled.
    func pass() async throws {
        reached.continuation.yield()
        for await _ in opened.stream { return }
        throw CancellationError()
    }
}
