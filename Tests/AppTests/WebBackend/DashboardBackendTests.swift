import Dashboards
import Domain
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(20))) struct DashboardBackendTests {
    private let start = Moment(microseconds: 1_780_000_000_000_000)

    @Test func aNewerSnapshotIsFoundWithinASecond() async throws {
        try await TestDatabase.withMigrated { database in
            let clock = FixedClock(start)
            let store = SnapshotStore(pool: database.pool)
            let backend = DashboardBackend(store: store, clock: clock)
            #expect(try await backend.snapshot(.executive, asOf: nil) == nil)
            let first = try await store.take(.executive, at: start, reason: .scheduled)
            #expect(try await backend.snapshot(.executive, asOf: nil) == nil, "not looked for again yet")
            clock.advance(seconds: 1)
            #expect(try await backend.snapshot(.executive, asOf: nil) == first)

            let second = try await store.take(.executive, at: clock.now, reason: .scheduled)
            clock.advance(microseconds: 999_999)
            #expect(try await backend.snapshot(.executive, asOf: nil) == first)
            clock.advance(microseconds: 1)
            #expect(try await backend.snapshot(.executive, asOf: nil) == second)
            #expect(try await backend.snapshot(.executive, asOf: start) == first)
            #expect(try await backend.snapshot(.executive, asOf: start.adding(seconds: -1)) == nil)

            // Whoever takes one sees it next; a clock that is set back stops nothing.
            let third = try await backend.take(.executive, now: clock.now)
            #expect(try await backend.snapshot(.executive, asOf: nil) == third)
            let fourth = try await store.take(.executive, at: clock.now.adding(seconds: 9), reason: .requested)
            clock.advance(seconds: -100)
            #expect(try await backend.snapshot(.executive, asOf: nil) == fourth)
            #expect(try await backend.snapshots(.executive, limit: 2).map(\.id) == [fourth.id, third.id])
        }
    }

    @Test func manyVisitorsAtOnceGetTheSame() async throws {
        try await TestDatabase.withMigrated { database in
            let store = SnapshotStore(pool: database.pool)
            let snapshot = try await store.take(.system, at: start, reason: .scheduled)
            let backend = DashboardBackend(store: store, clock: FixedClock(start))
            let ids = try await withThrowingTaskGroup(of: Int64?.self) { group in
                for _ in 0..<100 { group.addTask { try await backend.snapshot(.system, asOf: nil)?.id } }
                return try await group.reduce(into: [Int64?: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(ids == [snapshot.id: 100])
        }
    }

    @Test func pagesGoOnWhileTheDatabaseIsAway() async throws {
        try await TestCluster.withOwn { cluster in
            try await TestDatabase.withMigrated(in: cluster) { database in
                let clock = FixedClock(start)
                let store = SnapshotStore(pool: database.pool)
                let snapshot = try await store.take(.system, at: start, reason: .scheduled)
                let backend = DashboardBackend(store: store, clock: clock)
                #expect(try await backend.snapshot(.system, asOf: nil) == snapshot)
                try await cluster.stop()
                clock.advance(seconds: 5)
                #expect(try await backend.snapshot(.system, asOf: nil) == snapshot)
                await #expect(throws: PostgresError.self) { try await backend.snapshot(.executive, asOf: nil) }
                try await cluster.start()
                let next = try await store.take(.system, at: clock.now, reason: .scheduled)
                clock.advance(seconds: 1)
                #expect(try await backend.snapshot(.system, asOf: nil) == next)
            }
        }
    }
}
