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

    /// Brings scores up to date.
    ///
    /// - Parameter fully: everybody is computed from the facts, and wrong scores are counted.
    /// - Throws: `PostgresError`. The facts are in the database whatever happens here; running it again finishes the work.
    @discardableResult
    public func refreshScores(fully: Bool = false) async throws -> RefreshReport {
        let refresh = ScoreRefresh(pool: database.pool, clock: clock)
        let show = shown("computing scores")
        return fully ? try await refresh.reconcile(progress: show) : try await refresh.bringUpToDate(progress: show)
    }

    /// Computes the daily figures that are missing, or that facts came for after they were kept.
    ///
    /// - Throws: `PostgresError`. What is lacking stays known; running it again, or the next night, finishes the work.
    public func refreshFigures() async throws {
        try await DailyFigures(pool: database.pool)
            .bringUpToDate(to: DailyFigures.newestDay(at: clock.now), progress: shown("computing daily figures"))
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
        try await figures.rebuild(begin...last, progress: shown("computing daily figures"))
        return begin...last
    }

    private func shown(_ step: String) -> @Sendable (_ done: Int, _ total: Int) -> Void {
        { [progress] done, total in
            progress.show(ProgressStep(step, share: Double(done) / Double(total), count: done, unit: "slices of the customers"))
        }
    }
}
