import Domain
import Postgres
import TestSupport
import Testing

@testable import Health

@Suite struct RefreshLogTests {
    @Test func incrementalRefreshesAreOneRowAnHourWhoseEndMovesAlong() async throws {
        try await Ledger.open { ledger in
            let connection = ledger.connection
            for (moment, rescored) in [
                ("2024-03-01T10:00:00Z", 1), ("2024-03-01T10:59:59.999999Z", 2), ("2024-03-01T11:00:00Z", 4), ("2024-03-01T10:30:00Z", 8),
            ] {
                try await RefreshLog.noteIncremental(on: connection, at: time(moment), rescored: rescored)
            }
            let rows = try await connection.query("SELECT * FROM mainstay.refresh_runs ORDER BY started_at")
            #expect(
                try rows.map { try $0.decode("started_at", as: Moment.self) } == [
                    time("2024-03-01T10:00:00Z"), time("2024-03-01T11:00:00Z"),
                ])
            // A clock that steps back does not take the end back.
            #expect(
                try rows.map { try $0.decode("finished_at", as: Moment.self) } == [
                    time("2024-03-01T10:59:59.999999Z"), time("2024-03-01T11:00:00Z"),
                ])
            #expect(try rows.map { try $0.decode("rescored", as: Int.self) } == [11, 4])
        }
    }

    @Test func aReconcileThatDidNotEndIsNotAFinishedOne() async throws {
        try await Ledger.open { ledger in
            let (pool, start) = (ledger.database.pool, time("2024-03-01T02:00:00Z"))
            let run = try await RefreshLog.beginFull(on: pool, at: start)
            let other = try await RefreshLog.beginFull(on: pool, at: start)
            #expect(run != other)
            // A clock that steps back must not make the run end before it began.
            try await RefreshLog.finishFull(other, on: pool, at: start.adding(seconds: -1), rescored: 5, differences: 0)
            let rows = try await pool.query("SELECT finished_at, rescored FROM mainstay.refresh_runs ORDER BY run_id")
            #expect(try rows.map { try $0.decode("finished_at", as: Moment?.self) } == [nil, start])
            #expect(try rows.map { try $0.decode("rescored", as: Int.self) } == [0, 5])
        }
    }
}
