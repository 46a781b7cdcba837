public import Domain
public import Postgres
import Schema

/// Keeps scores fresh for as long as it runs.
///
/// One of several servers leads (``EngineLease``); the others try once a second. The leader takes batch after batch while something waits and
/// looks at the queue ten times a second otherwise. When the database goes away it says so once, tries again with growing pauses, and takes the
/// lease anew; nothing is lost, since what was not committed still waits in the queue.
public actor ScoreEngine {
    private let pool: Pool
    private let clock: any MomentSource
    private let revive: @Sendable () async -> Void
    private let observe: @Sendable (EngineEvent) -> Void
    private var freshness = FreshnessHistogram()
    private var lastNote: Moment?
    private var rescoredSinceNote = 0
    private var hasNotedScores = false
    private var nextNightlyLook: Moment?

    static let pollInterval = Duration.milliseconds(100)
    static let standbyInterval = Duration.seconds(1)
    /// How often the end of the last refresh and the freshness counts are written while nothing happens.
    static let noteInterval: Int64 = 10

    /// - Parameters:
    ///   - pool: for reconciles; the lease has a session of its own with the same configuration.
    ///   - revive: called before each new try while the database is away, for whoever can bring it back.
    ///   - observe: told everything that can be seen of the engine.
    public init(
        pool: Pool, clock: any MomentSource, revive: @escaping @Sendable () async -> Void = {},
        observe: @escaping @Sendable (EngineEvent) -> Void
    ) {
        (self.pool, self.clock, self.revive, self.observe) = (pool, clock, revive, observe)
    }

    /// Runs until the task is cancelled.
    public func run() async {
        var outage = Outage()
        var isStandingBy = false
        while !Task.isCancelled {
            do {
                guard let lease = try await EngineLease.take(pool.configuration) else {
                    outage.end(at: clock.now, observe)
                    if !isStandingBy { observe(.standingBy) }
                    isStandingBy = true
                    try await Task.sleep(for: Self.standbyInterval)
                    continue
                }
                isStandingBy = false
                outage.end(at: clock.now, observe)
                observe(.leading)
                do {
                    try await lead(on: lease.connection)
                } catch {
                    await lease.giveBack()
                    throw error
                }
            } catch is CancellationError {
                break
            } catch {
                try? await Task.sleep(for: outage.pause(after: error, at: clock.now, observe))
                if outage.isOn { await revive() }
            }
        }
    }

    private func lead(on connection: Connection) async throws {
        defer { lastNote = nil }
        if let step = try await reasonToReconcile(connection) { try await reconcile(because: step) }
        while true {
            do {
                try Task.checkCancellation()
                let didWork = try await pass(on: connection)
                if !didWork { try await Task.sleep(for: Self.pollInterval) }
            } catch let error as CancellationError {
                // A shutdown leaves the books in order; without the database there is nobody to tell.
                let now = clock.now
                let last = Task { try await self.note(on: connection, at: now) }
                try? await last.value
                throw error
            }
        }
    }

    /// One look at what waits: a batch, a reconcile that was asked for, stamps, the nightly work.
    ///
    /// - Returns: whether there was anything to do.
    func pass(on connection: Connection) async throws -> Bool {
        let batch = try await RescoreBatch.run(on: connection, asOf: clock.now)
        let committedAt = clock.now
        for (enqueuedAt, entries) in batch.enqueued {
            freshness.record(enqueuedAt: enqueuedAt, committedAt: committedAt, scores: entries)
        }
        rescoredSinceNote += batch.rescored
        if batch.rescored > 0 { observe(.rescored(customers: batch.rescored, written: batch.written)) }
        if batch.everybodyWaits { try await reconcile(because: .requested) }
        if batch.rescored == RescoreBatch.size { return true }

        let stamped = try await CampaignStamps.stampBatch(on: connection, asOf: committedAt)
        if lastNote.map({ $0.adding(seconds: Self.noteInterval) <= committedAt }) ?? true {
            try await note(on: connection, at: committedAt)
            if let step = try await reasonToReconcile(connection) { try await reconcile(because: step) }
        } else if !hasNotedScores, rescoredSinceNote > 0 {
            // Whoever is scored after the first ones is news: the end of the first load must not wait for the next note.
            try await note(on: connection, at: committedAt)
        }
        try await nightlyWork(at: committedAt)
        return batch.rescored > 0 || batch.everybodyWaits || stamped > 0
    }

    private func note(on connection: Connection, at moment: Moment) async throws {
        try await RefreshLog.noteIncremental(on: connection, at: moment, rescored: rescoredSinceNote)
        if rescoredSinceNote > 0 { hasNotedScores = true }
        rescoredSinceNote = 0
        let counted = freshness
        try await counted.store(on: connection)
        freshness = FreshnessHistogram()
        lastNote = moment
    }

    // MARK: What is not a batch

    private func reasonToReconcile(_ connection: Connection) async throws -> EngineEvent.ReconcileReason? {
        try await ScoreRefresh.scoresAreAhead(of: clock.now, on: connection) ? .clockStepped : nil
    }

    private func reconcile(because reason: EngineEvent.ReconcileReason) async throws {
        let report = try await ScoreRefresh(pool: pool, clock: clock).reconcile()
        observe(.reconciled(report, reason: reason))
    }

    /// At 02:00 UTC, or as soon after it as a server runs: the reconcile, then the figures of the day, of days that were missed, and of
    /// days that facts came for afterwards.
    private func nightlyWork(at moment: Moment) async throws {
        if let nextNightlyLook, moment < nextNightlyLook { return }
        let day = DailyFigures.newestDay(at: moment)
        let due = DailyFigures.time(of: day)
        let rows = try await pool.query(
            "SELECT EXISTS (SELECT FROM mainstay.refresh_runs WHERE kind = 'full' AND started_at >= \(due) AND finished_at IS NOT NULL) AS done"
        )
        if try rows.first?.decode("done") == false { try await reconcile(because: .nightly) }
        if let days = try await DailyFigures(pool: pool).bringUpToDate(to: day) { observe(.figuresKept(days: days)) }
        nextNightlyLook = due.adding(days: 1)
    }
}
