import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

@Suite struct CustomerRangeTests {
    private func id(_ text: String) throws -> UUID { try #require(UUID(uuidString: text)) }

    @Test func withoutStartsOneRangeHasEverybody() {
        #expect(CustomerRange.covering(starts: []) == [.everybody])
    }

    @Test func eachRangeEndsJustBeforeTheNext() throws {
        let starts = [try id("00000000-0000-0000-0000-000000000100"), try id("80000000-0000-0000-0000-000000000000")]
        #expect(
            CustomerRange.covering(starts: starts) == [
                CustomerRange(first: CustomerRange.everybody.first, last: try id("00000000-0000-0000-0000-0000000000FF")),
                CustomerRange(first: starts[0], last: try id("7FFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF")),
                CustomerRange(first: starts[1], last: CustomerRange.everybody.last),
            ])
    }

    @Test func theLowestIdNeedsNoRangeBeforeIt() {
        #expect(CustomerRange.covering(starts: [CustomerRange.everybody.first]) == [.everybody])
        #expect(
            CustomerRange.covering(starts: [CustomerRange.everybody.last]).map(\.last)
                == [
                    UUID(uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 254)),
                    CustomerRange.everybody.last,
                ])
    }

    @Test(arguments: [1, 2, 3, 6, 7, 8]) func slicesHoldEveryCustomerOnceAndAtMostSoMany(size: Int) async throws {
        try await TestDatabase.withMigrated { database in
            // Crowded in a corner, as ids made in the order of time are, with the outermost ids there are.
            let crowd = try (1...4).map { try id("01900000-0000-7000-8000-00000000000\($0)") }
            for id in [CustomerRange.everybody.first] + crowd + [CustomerRange.everybody.last] {
                try await database.pool.execute("INSERT INTO mainstay.users (user_id) VALUES (\(id))")
            }
            let slices = try await database.pool.withConnection { try await CustomerRange.slices(on: $0, size: size) }
            #expect(slices.first?.first == CustomerRange.everybody.first && slices.last?.last == CustomerRange.everybody.last)
            #expect(slices.count == (6 + size - 1) / size)
            var counts: [Int] = []
            for slice in slices {
                let rows = try await database.pool.query(
                    "SELECT count(*) AS n FROM mainstay.users WHERE user_id BETWEEN \(slice.first) AND \(slice.last)")
                counts.append(try #require(rows.first).decode("n"))
            }
            #expect(counts.reduce(0, +) == 6)
            #expect(counts.allSatisfy { $0 <= size })
        }
    }
}
