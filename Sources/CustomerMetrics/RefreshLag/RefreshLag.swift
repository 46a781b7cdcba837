public import Domain
public import Foundation
public import Postgres
import Schema

/// How old were the scores, hour by hour? (metrics.md §6)
public struct RefreshLag: Sendable, Hashable {
    public struct Sample: Sendable, Hashable {
        public let moment: Moment
        /// Since the end of the last refresh completed by then, with 2 decimals; nil before the first of all.
        public let hours: Decimal?
    }

    public let asOf: Moment
    /// An hour apart, oldest first; the last is at the moment itself.
    public let samples: [Sample]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, days: Int = 7, on connection: Connection) async throws -> RefreshLag {
        let rows = try await connection.query("SELECT * FROM mainstay.refresh_lag(\(asOf), \(days)::integer)")
        return RefreshLag(asOf: asOf, samples: try rows.map { Sample(moment: try $0["moment"], hours: try $0["hours"]) })
    }
}
