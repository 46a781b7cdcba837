import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

@Suite struct FreshnessHistogramTests {
    private let hour = time("2024-03-01T10:00:00Z")

    @Test func boundsAscendFromATenthOfAMillisecondToSomeThreeHours() {
        let bounds = FreshnessHistogram.bounds
        #expect(bounds.first == Decimal(string: "0.1") && bounds.last == 10_000_000)
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $0 < $1 })
        // Neighbours are close enough for a percentile to be told by its bound.
        #expect(zip(bounds, bounds.dropFirst()).allSatisfy { $1 <= $0 * Decimal(1.3) })
    }

    /// Stores waits, in microseconds, and reads the buckets back.
    private func buckets(_ waits: [(microseconds: Int64, scores: Int)]) async throws -> [String: Int] {
        try await TestDatabase.withMigrated { database in
            var histogram = FreshnessHistogram()
            #expect(histogram.isEmpty)
            for wait in waits {
                histogram.record(enqueuedAt: hour, committedAt: hour.adding(microseconds: wait.microseconds), scores: wait.scores)
            }
            return try await database.pool.withConnection { [histogram] connection in
                try await histogram.store(on: connection)
                let rows = try await connection.query("SELECT hour, up_to_ms::text AS bound, scores FROM mainstay.freshness_histogram")
                return Dictionary(
                    uniqueKeysWithValues: try rows.map {
                        ("\(try $0.decode("hour", as: Moment.self)) \(try $0.decode("bound", as: String.self))", try $0.decode("scores"))
                    })
            }
        }
    }

    @Test func aBoundBelongsToItsBucket() async throws {
        let found = try await buckets([(0, 1), (100, 2), (101, 4), (125, 8), (1_000, 16), (1_001, 32)])
        #expect(
            found == [
                "2024-03-01T10:00:00Z 0.1": 3, "2024-03-01T10:00:00Z 0.125": 12, "2024-03-01T10:00:00Z 1": 16,
                "2024-03-01T10:00:00Z 1.25": 32,
            ])
    }

    @Test func whatIsOutsideFallsIntoTheOutermostBuckets() async throws {
        // A clock that steps back makes a wait negative.
        let found = try await buckets([(-1, 1), (-5_000_000_000, 1), (10_000_000_000, 2), (99_000_000_000, 4)])
        #expect(found.values.sorted() == [1, 1, 2, 4])
        #expect(found["2024-03-01T09:00:00Z 0.1"] == 1, "the hour is that of the commit")
        #expect(found["2024-03-01T12:00:00Z 10000000"] == 2)
        #expect(found["2024-03-02T13:00:00Z 10000000"] == 4)
    }

    @Test func storingAddsToWhatIsThere() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.withConnection { connection in
                try await FreshnessHistogram().store(on: connection)
                for _ in 0..<2 {
                    var histogram = FreshnessHistogram()
                    histogram.record(enqueuedAt: hour, committedAt: hour, scores: 3)
                    try await histogram.store(on: connection)
                }
                let total = try await connection.query("SELECT sum(scores)::integer AS total FROM mainstay.freshness_histogram").first
                #expect(try total?.decode("total") == 6)
            }
        }
    }
}
