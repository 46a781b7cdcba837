import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Dashboards

@Suite("Snapshots")
struct SnapshotStoreTests {
    @Test("are kept as they were taken, and found by the moment they speak of")
    func kept() async throws {
        try await TestDatabase.withMigrated { database in
            let store = SnapshotStore(pool: database.pool)
            #expect(try await store.newest(.system) == nil)
            let first = try await store.take(.system, at: now, reason: .scheduled)
            let second = try await store.take(.system, at: now.adding(seconds: 3_600), reason: .requested)
            let other = try await store.take(.insights, at: now.adding(days: 1), reason: .scheduled)
            // Made up later, for a moment before: not the newest.
            let late = try await store.take(.system, at: now.adding(seconds: 7_200), asOf: now.adding(seconds: 60), reason: .scheduled)

            #expect(try await store.newest(.system) == second)
            #expect(try await store.newest(.system, asOf: now.adding(seconds: 3_599)) == late)
            #expect(try await store.newest(.system, asOf: now) == first)
            #expect(try await store.newest(.system, asOf: now.adding(microseconds: -1)) == nil)
            #expect(try await store.newest(.insights) == other)
            #expect(try await store.newest(.executive) == nil)
            #expect(try await store.dashboard(first.id) == first)
            #expect(try await store.dashboard(-1) == nil)
            #expect(first.dashboard.asOf == now && first.dashboard.takenAt == now && first.dashboard.name == .system)
            #expect(
                try await store.list(.system, limit: 2) == [
                    SnapshotHeader(
                        id: second.id, name: .system, asOf: now.adding(seconds: 3_600), takenAt: now.adding(seconds: 3_600),
                        reason: .requested),
                    SnapshotHeader(
                        id: late.id, name: .system, asOf: now.adding(seconds: 60), takenAt: now.adding(seconds: 7_200), reason: .scheduled),
                ])
        }
    }

    @Test("of the same moment: the one taken last counts")
    func sameMoment() async throws {
        try await TestDatabase.withMigrated { database in
            let store = SnapshotStore(pool: database.pool)
            try await store.take(.system, at: now, reason: .scheduled)
            let second = try await store.take(.system, at: now, reason: .requested)
            #expect(try await store.newest(.system)?.id == second.id)
        }
    }

    @Test("keep the text that the dashboard gives, byte for byte")
    func text() async throws {
        try await TestDatabase.withMigrated { database in
            let taken = try await SnapshotStore(pool: database.pool).take(.executive, at: now, reason: .scheduled)
            let text = try await database.pool.query("SELECT content::text AS content FROM mainstay.dashboard_snapshots").first?
                .decode("content", as: String.self)
            #expect(text == (try taken.dashboard.jsonText()))
        }
    }

    @Test("are taken once at a time, each dashboard for itself")
    func onceAtATime() async throws {
        try await TestDatabase.withMigrated { database in
            let store = SnapshotStore(pool: database.pool)
            let rival = try await database.connect()
            try await rival.transaction { connection in
                #expect(try await SnapshotStore.lock(.campaigns, on: connection))
                await #expect(throws: SnapshotError.beingTaken(.campaigns)) {
                    try await store.take(.campaigns, at: now, reason: .requested)
                }
                try await store.take(.system, at: now, reason: .requested)
            }
            // The lock went with the rival's transaction, and the failed attempt left nothing behind.
            #expect(try await store.list(.campaigns, limit: 10).isEmpty)
            try await store.take(.campaigns, at: now, reason: .requested)
            #expect(try await store.list(.campaigns, limit: 10).count == 1)
        }
    }

    @Test("older than 30 days are thinned to the last of each day, and only those of the dashboard that is taken")
    func thinning() async throws {
        try await TestDatabase.withMigrated { database in
            for (name, moment) in [
                ("system", "2026-05-01T00:00:00Z"), ("system", "2026-05-01T23:00:00Z"), ("system", "2026-05-02T00:00:00Z"),
                ("system", "2026-05-16T08:00:00Z"), ("system", "2026-05-16T09:00:00Z"), ("system", "2026-05-16T09:30:00.000001Z"),
                ("insights", "2026-05-01T00:00:00Z"), ("insights", "2026-05-01T01:00:00Z"),
            ] {
                try await database.pool.execute(
                    """
                    INSERT INTO mainstay.dashboard_snapshots (name, as_of, taken_at, reason, content)
                    VALUES (\(name), \(at(moment)), \(at(moment)), 'scheduled', '{}')
                    """)
            }
            let store = SnapshotStore(pool: database.pool)
            try await store.take(.system, at: now, reason: .scheduled)
            #expect(
                try await store.list(.system, limit: 10).map(\.asOf) == [
                    now, at("2026-05-16T09:30:00.000001Z"), at("2026-05-16T09:00:00Z"), at("2026-05-02T00:00:00Z"),
                    at("2026-05-01T23:00:00Z"),
                ])
            #expect(try await store.list(.insights, limit: 10).count == 2)
        }
    }

    @Test("that cannot be read say so")
    func unreadable() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute(
                """
                INSERT INTO mainstay.dashboard_snapshots (name, as_of, taken_at, reason, content) VALUES ('system', \(now), \(now), 'scheduled', '{}')
                """)
            await #expect(throws: SnapshotError.self) { try await SnapshotStore(pool: database.pool).newest(.system) }
        }
    }

    @Test("never speak of the future")
    func future() async throws {
        try await TestDatabase.withMigrated { database in
            let store = SnapshotStore(pool: database.pool)
            await #expect(throws: PostgresError.self) {
                try await store.take(.system, at: now, asOf: now.adding(seconds: 1), reason: .requested)
            }
        }
    }

    @Test("asked for on two connections are what one connection gives", arguments: DashboardName.allCases)
    func sideBySide(name: DashboardName) async throws {
        try await SampleDatabase.with(customers: 100) { pool in
            let taken = try await SnapshotStore(pool: pool).take(name, at: now, reason: .requested)
            #expect(try await pool.compose(name) == taken.dashboard)
        }
    }

    @Test("see on both connections the state in which they began")
    func oneState() async throws {
        try await TestDatabase.withMigrated { database in
            let count: SQL = "SELECT count(*) AS customers FROM mainstay.users"
            let counts = try await database.pool.transaction(TransactionOptions(isolation: .repeatableRead)) { connection in
                _ = try await connection.query(count)
                // Committed after the transaction began to look.
                try await database.connect().execute(
                    "INSERT INTO mainstay.users (user_id, created_at) VALUES (gen_random_uuid(), \(now))")
                return try await SecondConnection.beside(connection, database.configuration) { connections in
                    var counts: [Int] = []
                    for connection in connections { counts.append(try await connection.query(count).first?.decode("customers") ?? -1) }
                    return counts
                }
            }
            #expect(counts == [0, 0])
        }
    }
}
