import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema

/// How many left in a month, and in the one before?
struct Departures: Sendable, Hashable {
    struct Count: Sendable, Hashable {
        let month: Month
        /// Each once.
        let customers: Int
        /// Theirs, as it is now, in the currency of the facts.
        let arr: KnownARR
        /// Those who were active just before the month's first instant.
        let activeBefore: Int
        /// How many of these left in the month; the others who left had begun in it.
        let leftOfActive: Int
    }

    /// The newest month that is over, and the one before it.
    let newest: Count
    let before: Count

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> Departures {
        let counts = try await connection.query("SELECT * FROM mainstay.monthly_departures(\(asOf))").map { row in
            let customers: Int = try row["customers"]
            return Count(
                month: try row["month"], customers: customers,
                arr: KnownARR(sum: try row["arr"], customers: customers, unknown: try row["arr_unknown"]),
                activeBefore: try row["active_before"], leftOfActive: try row["left_of_active"])
        }
        guard let newest = counts.first, let before = counts.dropFirst().first else {
            throw PostgresError.misuse("departures of two months gave \(counts.count) rows")
        }
        return Departures(newest: newest, before: before)
    }
}
