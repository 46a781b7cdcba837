import Alerting
import Delivery
import Domain
import Health
import Jobs
import Logging
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import App

/// Moments are compared and never counted, so a clock that is set forward or back changes when things happen, not how often.
@Suite(.timeLimit(.minutes(20))) struct ClockJumpTests {
    @Test func anAlertIsToldOnceHoweverTheClockJumps() async throws {
        try await TestDatabase.withMigrated { database in
            try await SlackCatcher.with { catcher, address in
                let clock = FixedClock(try Moment(iso8601: "2026-06-03T10:00:00Z"))
                let channels = Channels(
                    .init(slack: .init(webhooks: ["#customer-success-urgent": HiddenText(address)])),
                    links: MessageLinks(publicURL: "https://mainstay.example.com"))
                let outbox = Outbox(pool: database.pool, channels: channels, clock: clock)
                func pass() async throws {
                    _ = try await ScoreRefresh(pool: database.pool, clock: clock).bringUpToDate()
                    try await AlertEvaluation(pool: database.pool).run(asOf: clock.now, figures: [])
                    _ = try await outbox.deliverDue(now: clock.now)
                }
                func told() -> [String] {
                    catcher.all.withLock { all in
                        all.map { $0.contains("Over: Acme") ? "over" : $0.contains("Critical: Acme") ? "critical" : $0 }
                    }
                }
                let acme = CustomerID(source: "acme").uuid
                try await database.pool.execute(
                    """
                    INSERT INTO mainstay.users (user_id, external_id, name, created_at, last_login, arr, subscription_tier)
                    VALUES (\(acme), 'acme', 'Acme', \(clock.now.adding(days: -200)), \(clock.now.adding(days: -10)), 1200, 'basic')
                    """)
                try await pass()
                clock.advance(seconds: 60)
                try await database.pool.execute(
                    """
                    INSERT INTO mainstay.support_tickets (user_id, status, opened_at)
                    SELECT \(acme), 'open', \(clock.now) FROM generate_series(1, 3)
                    """)
                try await pass()
                #expect(told() == [])

                // A day in a moment: what was due in it happens once.
                clock.advance(days: 1)
                for _ in 1...2 { try await pass() }
                #expect(told() == ["critical"])

                // An hour back: nothing is told again, and what ends then is told when the clock is where it was.
                clock.advance(seconds: -3_600)
                for _ in 1...2 { try await pass() }
                try await database.pool.execute("UPDATE mainstay.support_tickets SET status = 'closed', closed_at = \(clock.now)")
                try await pass()
                #expect(told() == ["critical"])
                clock.advance(seconds: 3_602)
                for _ in 1...2 { try await pass() }
                #expect(told() == ["critical", "over"])

                // And another day, in which nothing is.
                clock.advance(days: 1)
                for _ in 1...2 { try await pass() }
                #expect(told() == ["critical", "over"])
                let waiting = try await database.pool.query("SELECT FROM mainstay.messages WHERE state <> 'sent'")
                #expect(waiting.isEmpty)
            }
        }
    }

    @Test func digestAndDailyCheckComeOnceHoweverTheClockJumps() async throws {
        try await TestDatabase.withMigrated { database in
            // A Sunday.
            let clock = FixedClock(try Moment(iso8601: "2026-05-31T23:00:00Z"))
            try await database.pool.execute(
                "INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, rescored) VALUES ('full', \(clock.now), \(clock.now), 1)"
            )
            let jobs = RhythmJobs(pool: database.pool, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }).all
            let runner = JobRunner(jobs, pool: database.pool, server: "test", clock: clock) { _ in }
            try await runner.runDue()
            for moment in [
                "2026-06-01T12:00:00Z", "2026-06-01T08:00:00Z", "2026-06-01T09:00:00Z", "2026-06-01T11:00:00Z", "2026-06-01T12:05:00Z",
                "2026-06-02T12:00:00Z", "2026-06-01T12:10:00Z", "2026-06-02T13:00:00Z",
            ] {
                clock.set(try Moment(iso8601: moment))
                for _ in 1...2 { try await runner.runDue() }
            }
            func lines(_ sql: SQL) async throws -> [String] { try await database.pool.query(sql).map { try $0.decode("line") } }
            #expect(try await lines("SELECT week || ' ' || outcome AS line FROM mainstay.digests ORDER BY week") == ["2026-06-01 sent"])
            #expect(try await lines("SELECT day::text AS line FROM mainstay.daily_checks ORDER BY day") == ["2026-06-01", "2026-06-02"])
            // The check finds that there was no reconcile for a day, and says so to both of its routes.
            #expect(
                try await lines("SELECT rule || ' ' || count(*) AS line FROM mainstay.messages GROUP BY rule ORDER BY rule") == [
                    "daily_check 4", "weekly_at_risk_digest 1",
                ])
        }
    }
}
