import Domain
import Foundation
import Postgres
import Schema

/// How long facts waited for their score, counted in buckets and added to the database now and then.
///
/// The time runs from the statement that wrote the fact to the commit of the score; a long transaction counts in full, so the figure errs on the
/// side of slowness. Bulk loads, which queue everybody at once, are not counted.
struct FreshnessHistogram: Sendable {
    private var counts: [Key: Int] = [:]

    private struct Key: Hashable {
        let hour: Moment
        let bucket: Int
    }

    /// Upper bounds in milliseconds: ten steps a decade, from a tenth of a millisecond to some three hours.
    static let bounds: [Decimal] = {
        let steps: [Decimal] = [1, 1.25, 1.6, 2, 2.5, 3.2, 4, 5, 6.3, 8]
        return (-1...6).flatMap { decade in steps.map { $0 * pow10(decade) } } + [Decimal(10_000_000)]
    }()

    private static func pow10(_ exponent: Int) -> Decimal { Decimal(sign: .plus, exponent: exponent, significand: 1) }

    /// The bounds as microseconds, for comparison without decimals.
    private static let boundsInMicroseconds = bounds.map { NSDecimalNumber(decimal: $0 * 1_000).int64Value }

    var isEmpty: Bool { counts.isEmpty }

    /// - Parameters:
    ///   - enqueuedAt: when the facts were written.
    ///   - committedAt: when the scores that reflect them were committed.
    mutating func record(enqueuedAt: Moment, committedAt: Moment, scores: Int) {
        let waited = max(0, committedAt.microseconds - enqueuedAt.microseconds)
        let bucket = Self.boundsInMicroseconds.firstIndex { waited <= $0 } ?? Self.bounds.count - 1
        let hour = Moment(microseconds: committedAt.microseconds / 3_600_000_000 * 3_600_000_000)
        counts[Key(hour: hour, bucket: bucket), default: 0] += scores
    }

    /// Adds the counts to those stored.
    func store(on connection: Connection) async throws {
        guard !counts.isEmpty else { return }
        let entries = Array(counts)
        try await connection.execute(
            """
            INSERT INTO mainstay.freshness_histogram AS h (hour, up_to_ms, scores)
            SELECT * FROM unnest(\(entries.map(\.key.hour)), \(entries.map { Self.bounds[$0.key.bucket] }), \(entries.map(\.value)))
            ON CONFLICT (hour, up_to_ms) DO UPDATE SET scores = h.scores + excluded.scores
            """)
    }
}
