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
        let arr: Decimal
        /// Those who were active when the month began.
        let activeAtStart: Int
    }

    /// The newest month that is over, and the one before it.
    let newest: Count
    let before: Count

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> Departures {
        let counts = try await connection.query("SELECT * FROM mainstay.monthly_departures(\(asOf))").map { row in
            Count(
                month: try row["month"], customers: try row["customers"], arr: try row["arr"], activeAtStart: try row["active_at_start"])
        }
        guard let newest = counts.first, let before = counts.dropFirst().first else {
            throw PostgresError.misuse("departures of two months gave \(counts.count) rows")
        }
        return Departures(newest: newest, before: before)
    }
}
