public import Domain
public import Postgres
import Schema

/// Runs jobs when they are due, for as long as it runs itself.
///
/// Of several servers one runs each due job (``JobBooks``). Of due moments that passed while no server ran only the latest is made up. A run
/// that fails is tried again after a minute, four and sixteen, and then given up until the job is due next; jobs do not wait for one another.
/// When the database goes away it says so once and tries again with growing pauses.
public actor JobRunner {
    private let jobs: [Job]
    private let books: JobBooks
    private let clock: any MomentSource
    private let prepare: @Sendable () async throws -> Void
    private let revive: @Sendable () async -> Void
    private let observe: @Sendable (JobEvent) -> Void
    /// Of runs whose end could not be written down yet.
    private var endings: [JobRun.Ending] = []

    /// The longest time without a look at the books, for failed runs, the leases of other servers, and clocks that were set.
    static let longestSleep: Int64 = 20

    /// - Parameters:
    ///   - server: how this server is called in the record of runs.
    ///   - prepare: done once, before the first look. It is tried again while the database is away; another error is observed and left at that.
    ///   - revive: called before each new try while the database is away, for whoever can bring it back.
    ///   - observe: told everything that can be seen of the jobs.
    public init(
        _ jobs: [Job], pool: Pool, server: String, clock: any MomentSource, prepare: @escaping @Sendable () async throws -> Void = {},
        revive: @escaping @Sendable () async -> Void = {}, observe: @escaping @Sendable (JobEvent) -> Void
    ) {
        (self.jobs, self.books, self.clock) = (jobs, JobBooks(pool: pool, server: server), clock)
        (self.prepare, self.revive, self.observe) = (prepare, revive, observe)
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var outage = Outage()
        var isPrepared = false
        while !Task.isCancelled {
            do {
                if !isPrepared { try await prepareOnce() }
                isPrepared = true
                try await runDue()
                outage.end(at: clock.now, observe)
                try await Task.sleep(for: untilNextLook)
            } catch is CancellationError {
                break
            } catch {
                try? await Task.sleep(for: outage.pause(after: error, at: clock.now, observe))
                if outage.isOn { await revive() }
            }
        }
    }

    private func prepareOnce() async throws {
        do {
            try await prepare()
        } catch  where !error.mayPass && !(error is CancellationError) {
            observe(.failed(cause: "\(error)"))
        }
    }

    private var untilNextLook: Duration {
        let now = clock.now
        let next = jobs.map { job in
            let ripe = now.adding(seconds: -job.delay)
            return job.schedule.next(after: ripe).microseconds - ripe.microseconds
        }
        return .microseconds(min(next.min() ?? .max, Self.longestSleep * Moment.microsecondsPerSecond))
    }

    /// One look at the books: begins what is due, all of it side by side, and returns when it has ended.
    ///
    /// - Throws: `PostgresError` about the books, after everything has ended. What goes wrong in a job is in the record of its run.
    public func runDue() async throws {
        try await writeEndings()
        try await books.enter(jobs, now: clock.now)
        var errors: [any Error] = []
        await withTaskGroup(of: (any Error)?.self) { group in
            for job in jobs {
                group.addTask {
                    do {
                        try await self.runIfDue(job)
                        return nil
                    } catch {
                        return error
                    }
                }
            }
            for await error in group { if let error { errors.append(error) } }
        }
        if let error = errors.first { throw error }
    }

    private func runIfDue(_ job: Job) async throws {
        let claim = try await books.claim(job, now: clock.now)
        if let abandoned = claim.abandoned { observe(.ended(abandoned)) }
        guard let run = claim.begun else { return }
        observe(.began(run))
        endings.append(await perform(run, of: job))
        // A server that is stopped says so in the books, so that another need not wait for the lease to expire.
        let last = Task { try await self.writeEndings() }
        try await last.value
    }

    private func perform(_ run: JobRun, of job: Job) async -> JobRun.Ending {
        do {
            try await withThrowingTaskGroup { group in
                group.addTask { try await job.work(run.due, run.startedAt) }
                group.addTask {
                    try await Task.sleep(for: job.timeLimit)
                    throw JobError.tookTooLong(limit: job.timeLimit)
                }
                defer { group.cancelAll() }
                _ = try await group.next()
            }
            return JobRun.Ending(of: run, .succeeded, at: clock.now)
        } catch  where Task.isCancelled {
            return JobRun.Ending(of: run, .abandoned, at: clock.now)
        } catch {
            return JobRun.Ending(of: run, .failed, error: error, at: clock.now)
        }
    }

    private func writeEndings() async throws {
        while let ending = endings.popLast() {
            do {
                if let run = try await books.end(ending) { observe(.ended(run)) } else { observe(.overtaken(ending.run)) }
            } catch {
                endings.append(ending)
                throw error
            }
        }
    }
}
