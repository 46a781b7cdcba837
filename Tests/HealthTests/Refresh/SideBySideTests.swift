import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Health

@Suite struct SideBySideTests {
    private struct Refused: Error {}

    @Test func everySliceIsDoneOnceAndCounted() async throws {
        try await TestDatabase.withMigrated { database in
            let progress = Mutex<[Int]>([])
            let results = try await SideBySide(pool: database.pool).map(
                Array(1...7),
                progress: { done, total in
                    progress.withLock { $0.append(done * 100 + total) }
                }
            ) { connection, number in
                try await connection.query("SELECT \(number) * 2 AS doubled").first?.decode("doubled") ?? 0
            }
            #expect(results.sorted() == [2, 4, 6, 8, 10, 12, 14])
            #expect(progress.withLock(\.self) == [107, 207, 307, 407, 507, 607, 707])
        }
    }

    @Test func nothingToDoIsDoneAtOnce() async throws {
        try await TestDatabase.withMigrated { database in
            let results = try await SideBySide(pool: database.pool).map([Int](), progress: { _, _ in }) { _, number in number }
            #expect(results.isEmpty)
        }
    }

    @Test func theFirstErrorEndsTheWork() async throws {
        try await TestDatabase.withMigrated { database in
            let begun = Mutex(0)
            await #expect(throws: Refused.self) {
                try await SideBySide(pool: database.pool, width: 1).map(Array(1...9), progress: { _, _ in }) { _, number in
                    begun.withLock { $0 += 1 }
                    if number == 3 { throw Refused() }
                }
            }
            #expect(begun.withLock(\.self) == 3)
        }
    }
}
