import Alerting
import CustomerMetrics
import Dashboards
public import Domain
public import Intake
import Postgres
import Reports

/// The demo's company and its figures: made when the database is empty, else the one that is there.
public struct DemoCompany: Sendable {
    /// What came of it.
    public struct Result: Sendable {
        /// Nil when the company was there already.
        public let made: SampleReport?
        public let metrics: MetricsReport
        /// The id of a critical customer worth a look; nil when there is none.
        public let example: String?
    }

    private let database: Database
    private let clock: any MomentSource
    private let progress: ProgressDisplay

    public init(database: Database, clock: any MomentSource, progress: ProgressDisplay) {
        (self.database, self.clock, self.progress) = (database, clock, progress)
    }

    /// - Throws: ``DemoRefusal`` on somebody's real customers; `SampleError`, `PostgresError`.
    public func run() async throws -> Result {
        var made: SampleReport?
        if try await isEmpty() {
            let company = try SampleCompany(
                customers: SampleCompany.demoCustomers, months: SampleCompany.demoMonths, seed: SampleCompany.defaultSeed, asOf: clock.now)
            let days = DemoDays(database: database, clock: clock, progress: progress)
            made = try await SampleLoading(
                company: company, database: database, clock: clock, progress: progress, beforeScores: { try await days.pass() }
            ).run()
        }
        let now = clock.now
        // What is due is told before the first page is looked at.
        try await AlertEvaluation(pool: database.pool).run(asOf: now)
        try await SnapshotJobs(store: SnapshotStore(pool: database.pool)).takeAll(now: now) { [progress] done, total in
            progress.show(ProgressStep("taking snapshots", share: Double(done) / Double(total), count: done, unit: "dashboards"))
        }
        try await keepReports(now: now)
        progress.clear()
        return try await database.pool.transaction(.snapshot) { [made] connection in
            let critical = try await CustomerList.fetch(asOf: now, status: .critical, order: .arr, limit: 1, on: connection)
            return Result(
                made: made, metrics: try await MetricsReport.fetch(asOf: now, on: connection),
                example: critical.entries.first?.customer.id.shown)
        }
    }

    /// What a server would have kept on its Mondays: of each report the newest, and the one before to compare it with. Those of today are made as
    /// by the server, which then finds them done.
    private func keepReports(now: Moment) async throws {
        let store = ReportStore(pool: database.pool)
        guard try await store.list(limit: 1).isEmpty else { return }
        let reports = ReportKind.allCases.flatMap { kind in
            ScheduledReports.moments(kind, upTo: CivilDate(of: now).start.adding(microseconds: -1), count: 2).reversed().map { (kind, $0) }
        }
        for (done, (kind, moment)) in reports.enumerated() {
            progress.show(ProgressStep("making reports", share: Double(done) / Double(reports.count), count: done, unit: "reports"))
            _ = try await store.keep(try await store.make(kind, asOf: moment), by: "cli:demo", now: now)
        }
        guard CivilDate(of: now).monday == CivilDate(of: now) else { return }
        for kind in ReportKind.allCases { try await ScheduledReports(pool: database.pool).runIfDue(kind, now: now) }
    }

    private func isEmpty() async throws -> Bool {
        let rows = try await database.pool.query(
            """
            SELECT EXISTS (SELECT FROM mainstay.users) AS filled, EXISTS (SELECT FROM mainstay.accounts) AS has_accounts,
                   EXISTS (SELECT FROM mainstay.users WHERE external_id IS NULL OR external_id !~ \(Self.sampleIDs)) AS has_others
            """)
        guard let row = rows.first else { return true }
        if try row.decode("has_accounts") || row.decode("has_others") { throw DemoRefusal() }
        return try !row.decode("filled")
    }

    /// The ids that the sample company gives its customers.
    private static let sampleIDs = "^C-[0-9]+$"
}

/// The demo asks nobody for a password, so it shows invented customers only.
public struct DemoRefusal: UserFacingError, Hashable {
    public var exitStatus: ExitStatus { .badData }

    public var description: String {
        "the database has customers or users of its own, and the demo would show them to everybody on this machine without a password. "
            + "Use `mainstay serve` for them, or leave --database-url and --data-dir out for a database of the demo's own."
    }
}
