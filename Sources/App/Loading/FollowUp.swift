public import Domain
public import Health

/// What has to happen after facts were loaded or a model was made, so that every answer includes them: scores, campaign stamps, daily figures.
public struct FollowUp: Sendable {
    private let database: Database
    private let clock: any MomentSource
    private let progress: ProgressDisplay

    public init(database: Database, clock: any MomentSource, progress: ProgressDisplay) {
        (self.database, self.clock, self.progress) = (database, clock, progress)
    }

    /// Brings scores up to date and computes the daily figures again from the day of the earliest change.
    ///
    /// - Parameter earliest: the earliest moment whose scores may have changed; nil leaves the daily figures alone.
    /// - Throws: `PostgresError`. The facts are in the database whatever happens here; running it again finishes the work.
    @discardableResult
    public func run(earliest: Moment?) async throws -> RefreshReport {
        let report = try await ScoreRefresh(pool: database.pool, clock: clock).bringUpToDate { [progress] done, total in
            progress.show(
                ProgressStep("computing scores", share: Double(done) / Double(total), count: done, unit: "slices of the customers"))
        }
        if let earliest { try await rebuildFigures(from: DailyFigures.dayOfFirstFigures(after: earliest)) }
        return report
    }

    /// Computes the daily figures again, from a day up to the newest whose 02:00 has passed.
    ///
    /// - Returns: the days; nil when there was none to compute.
    @discardableResult
    public func rebuildFigures(from first: CivilDate, to last: CivilDate? = nil) async throws -> ClosedRange<CivilDate>? {
        let figures = DailyFigures(pool: database.pool)
        let newest = DailyFigures.newestDay(at: clock.now)
        let last = min(last ?? newest, newest)
        guard let begin = try await figures.firstDay().map({ max($0, first) }), begin <= last else { return nil }
        try await figures.rebuild(begin...last) { [progress] done, total in
            progress.show(
                ProgressStep("computing daily figures", share: Double(done) / Double(total), count: done, unit: "slices of the customers"))
        }
        return begin...last
    }
}
