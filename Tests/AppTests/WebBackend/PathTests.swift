import Alerting
import Dashboards
import Domain
import Health
import Intake
import Postgres
import Reports
import Rhythm
import TestSupport
import Testing

@testable import App

/// Wherever a report, a message or a page leads, there is a page.
@Suite(.timeLimit(.minutes(20))) struct PathTests {
    /// A Monday, on which reports and digest are due.
    private static let now = Moment(microseconds: 1_780_306_200_000_000)  // 2026-06-01T09:30:00Z

    @Test func whatReportsMessagesAndGatesLeadToIsThere() async throws {
        try await TestDatabase.withMigrated { database in
            let pool = database.pool
            let clock = FixedClock(Self.now)
            try await Self.company(pool, clock)
            for kind in ReportKind.allCases { try await ScheduledReports(pool: pool).runIfDue(kind, now: Self.now) }
            try await Digests(pool: pool).runIfDue(now: Self.now)
            try await AlertEvaluation(pool: pool).run(asOf: Self.now)
            try await SnapshotJobs(store: SnapshotStore(pool: pool)).takeAll(now: Self.now) { _, _ in }
            let paths = try await pool.query(
                """
                SELECT DISTINCT v.path #>> '{}' AS path
                  FROM (SELECT r.content::jsonb AS content FROM mainstay.reports AS r UNION ALL SELECT m.content FROM mainstay.messages AS m) AS d
                 CROSS JOIN LATERAL jsonb_path_query(d.content, 'lax $.**.path ? (@ != null)') AS v (path)
                """
            ).map { try $0.decode("path", as: String.self) }
            // The decisions that are made when the system was down and when a variant is better are among them.
            for path in ["/system", "/campaigns", "/customers", "/customers?sort=arr", "/reports/1"] {
                #expect(paths.contains(path), "nothing leads to \(path)")
            }
            #expect(paths.contains { $0.hasPrefix("/alerts") } && paths.contains { $0.hasPrefix("/customers/") })
            try await RunningServer.with(database, audience: .demo, clock: clock) { visitor in
                for path in paths { #expect(try await visitor.get(path).status == 200, "\(path)") }
                let gates = try await visitor.get("/gates").body
                let places = Set(gates.matches(of: /href="(\/[^"#]*)/).map { String($0.1).replacing("&amp;", with: "&") })
                #expect(places.count > 5)
                // The home page leads on to the first page of the role.
                for place in places where place != "/" {
                    #expect(try await visitor.get(place).status == 200, "\(place) on the page of the gates")
                }
            }
        }
    }

    /// The sample company, whose system was down for a day and of whose messages one variant is answered and the other is not.
    private static func company(_ pool: Pool, _ clock: FixedClock) async throws {
        let company = try SampleCompany(customers: 400, months: 9, seed: 11, asOf: now)
        try await pool.withConnection { connection in _ = try await company.load(into: connection) }
        try await pool.execute(
            "UPDATE mainstay.retention_campaigns SET responded_at = CASE variant WHEN 'A' THEN sent_at + interval '1 hour' END")
        try await pool.execute(
            """
            INSERT INTO mainstay.system_health_log (check_timestamp, component, status)
            SELECT \(now.adding(days: -2)) + h * interval '1 hour', 'crm_sync', 'degraded' FROM generate_series(0, 24) AS h
            """)
        try await pool.execute(
            """
            INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, rescored)
            VALUES ('incremental', \(now.adding(days: -30)), \(now.adding(days: -30)), 1)
            """)
        _ = try await ScoreRefresh(pool: pool, clock: clock).bringUpToDate()
    }
}
