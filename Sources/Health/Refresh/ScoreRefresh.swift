public import Domain
public import Postgres
import Schema

/// What a refresh did.
public struct RefreshReport: Sendable, Hashable {
    /// Customers that were looked at.
    public var rescored = 0
    /// Customers of whom anything stored changed.
    public var written = 0
    /// Stored rows that the incremental path had wrong; nil when nothing was compared. Expected: 0.
    public var differences: Int?

    public init() {}
}

/// Brings stored scores up to date: by what changed, or all of them from the facts.
///
/// Everything is done in batches, each a transaction under the engine's lock, so a server that runs at the same time is not in the way: whoever
/// comes first does the batch. Killed in the middle, whole batches are done and the others still wait in the queue.
public struct ScoreRefresh: Sendable {
    private let pool: Pool
    private let clock: any MomentSource

    /// Called with how many of how many steps are done.
    public typealias Progress = @Sendable (_ done: Int, _ total: Int) -> Void

    /// Small enough that the engine waits for a slice under a second, large enough that one pass over each table pays.
    static let customersPerSlice = 16_000

    public init(pool: Pool, clock: any MomentSource) {
        (self.pool, self.clock) = (pool, clock)
    }

    /// Rescores the customers whose facts changed and those whose time has come; everybody where a bulk load or a new model asks for it.
    ///
    /// - Parameter progress: called while everybody is rescored.
    /// - Throws: ``PostgresError``.
    public func bringUpToDate(progress: @escaping Progress = { _, _ in }) async throws -> RefreshReport {
        try await queueEverybodyIfAhead()
        let (report, everybodyWaits) = try await drain()
        guard everybodyWaits else {
            let now = clock.now
            try await pool.withConnection { connection in
                try await CampaignStamps.catchUp(on: connection, asOf: now)
                try await RefreshLog.noteIncremental(on: connection, at: now, rescored: report.rescored)
            }
            return report
        }
        var full = try await reconcile(progress: progress)
        full.rescored += report.rescored
        full.written += report.written
        return full
    }

    /// Recomputes every customer from the facts and writes what differs, on two connections.
    ///
    /// - Returns: with `differences`, the number of customers whose stored row was wrong though nothing of theirs was waiting.
    /// - Throws: ``PostgresError``.
    public func reconcile(progress: @escaping Progress = { _, _ in }) async throws -> RefreshReport {
        let run = try await RefreshLog.beginFull(on: pool, at: clock.now)
        try await queueEverybodyIfAhead()
        // Entries that come while this runs may speak of customers already done, and are left for the next time.
        let served: [Int] = try await pool.query("SELECT q.entry_id FROM mainstay.rescore_queue AS q WHERE q.user_id IS NULL").map {
            try $0.decode("entry_id")
        }
        var report = RefreshReport()
        if served.isEmpty { report = try await drain().report }

        let slices = try await pool.withConnection { connection in
            try await CustomerRange.slices(on: connection, size: Self.customersPerSlice)
        }
        let results = try await SideBySide(pool: pool).map(slices, progress: progress) { [clock] connection, slice in
            let rows = try await connection.query(
                "SELECT * FROM mainstay.reconcile_range(\(slice.first), \(slice.last), \(clock.now))")
            return try rows.map {
                (customers: try $0.decode("customers", as: Int.self), differences: try $0.decode("differences", as: Int.self))
            }
        }.joined()
        let customers = results.reduce(0) { $0 + $1.customers }
        let differences = results.reduce(0) { $0 + $1.differences }
        report.rescored += customers
        report.written += differences
        report.differences = differences
        try await pool.execute("SELECT mainstay.finish_reconcile(\(clock.now), \(served))")
        // What was written meanwhile, and entries of single customers that waited behind one for everybody.
        let rest = try await drain().report
        report.rescored += rest.rescored
        report.written += rest.written
        try await pool.withConnection { [clock] connection in try await CampaignStamps.catchUp(on: connection, asOf: clock.now) }
        try await RefreshLog.finishFull(run, on: pool, at: clock.now, rescored: customers, differences: differences)
        return report
    }

    /// Whether stored scores are of a moment that is still to come, by more than clocks differ: they were asked for, or the clock was set back.
    static func scoresAreAhead(of now: Moment, on connection: Connection) async throws -> Bool {
        let rows = try await connection.query("SELECT scored_as_of > \(now.adding(seconds: 60)) AS ahead FROM mainstay.engine_state")
        return try rows.first?.decode("ahead", as: Bool?.self) == true
    }

    /// Such scores are not wrong and not due either: everybody has to be looked at, and none of the differences is a fault.
    private func queueEverybodyIfAhead() async throws {
        let now = clock.now
        try await pool.withConnection { connection in
            guard try await Self.scoresAreAhead(of: now, on: connection) else { return }
            try await connection.execute("INSERT INTO mainstay.rescore_queue (user_id, enqueued_at) VALUES (NULL, \(now))")
        }
    }

    private func drain() async throws -> (report: RefreshReport, everybodyWaits: Bool) {
        try await pool.withConnection { [clock] connection in
            var report = RefreshReport()
            while true {
                let batch = try await RescoreBatch.run(on: connection, asOf: clock.now)
                report.rescored += batch.rescored
                report.written += batch.written
                if batch.rescored == 0 || batch.everybodyWaits { return (report, batch.everybodyWaits) }
            }
        }
    }
}
