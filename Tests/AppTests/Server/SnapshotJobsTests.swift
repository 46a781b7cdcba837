import Dashboards
import Domain
import Jobs
import Postgres
import TestSupport
import Testing

@testable import App

@Suite struct SnapshotJobsTests {
    private func list(_ store: SnapshotStore) async throws -> [String] {
        var found: [String] = []
        for name in DashboardName.allCases {
            for header in try await store.list(name, limit: 9).reversed() {
                found.append("\(name.rawValue) \(header.asOf) \(header.takenAt)")
            }
        }
        return found
    }

    @Test func eachDashboardIsTakenAtItsTime() async throws {
        try await TestDatabase.withMigrated { database in
            let clock = FixedClock(try Moment(iso8601: "2026-05-31T23:30:00Z"))
            let store = SnapshotStore(pool: database.pool)
            let runner = JobRunner(SnapshotJobs(store: store).all, pool: database.pool, server: "test", clock: clock) { _ in }
            try await runner.runDue()
            #expect(try await list(store) == [])
            // A Monday, and the first of its month.
            clock.set(try Moment(iso8601: "2026-06-01T02:04:59Z"))
            try await runner.runDue()
            #expect(try await list(store) == ["system 2026-06-01T02:00:00Z 2026-06-01T02:04:59Z"])
            clock.set(try Moment(iso8601: "2026-06-01T02:05:00Z"))
            try await runner.runDue()
            try await runner.runDue()
            #expect(
                try await list(store) == [
                    "executive 2026-06-01T02:00:00Z 2026-06-01T02:05:00Z", "campaigns 2026-06-01T02:00:00Z 2026-06-01T02:05:00Z",
                    "system 2026-06-01T02:00:00Z 2026-06-01T02:04:59Z", "insights 2026-06-01T02:00:00Z 2026-06-01T02:05:00Z",
                ])
            // Three days without a server: what was missed is made up once, for the time at which it was due.
            clock.set(try Moment(iso8601: "2026-06-04T13:20:00Z"))
            try await runner.runDue()
            #expect(
                try await list(store).filter { $0.contains("13:20") } == [
                    "executive 2026-06-04T02:00:00Z 2026-06-04T13:20:00Z", "system 2026-06-04T13:00:00Z 2026-06-04T13:20:00Z",
                ])
        }
    }

    @Test func whatHasNeverBeenTakenIsTakenAtOnce() async throws {
        try await TestDatabase.withMigrated { database in
            let now = try Moment(iso8601: "2026-06-01T12:00:00Z")
            let store = SnapshotStore(pool: database.pool)
            let jobs = SnapshotJobs(store: store)
            try await store.take(.system, at: now, reason: .requested)
            // One that another version wrote in a form of its own.
            try await database.pool.execute(
                """
                INSERT INTO mainstay.dashboard_snapshots (name, as_of, taken_at, reason, content)
                VALUES ('insights', \(now), \(now), 'scheduled', '{"old": true}')
                """)
            try await jobs.takeMissing(now: now.adding(seconds: 1))
            try await jobs.takeMissing(now: now.adding(seconds: 2))
            #expect(
                try await list(store) == [
                    "executive 2026-06-01T12:00:01Z 2026-06-01T12:00:01Z", "campaigns 2026-06-01T12:00:01Z 2026-06-01T12:00:01Z",
                    "system 2026-06-01T12:00:00Z 2026-06-01T12:00:00Z", "insights 2026-06-01T12:00:00Z 2026-06-01T12:00:00Z",
                    "insights 2026-06-01T12:00:01Z 2026-06-01T12:00:01Z",
                ])
        }
    }
}
