public import Domain
public import Foundation
public import Postgres
import Schema

/// What did treated customers score before a message, and 30 days after it?
public struct ScoreRecovery: Sendable, Hashable {
    /// A range of scores.
    public struct Bin: Sendable, Hashable {
        public let scores: ClosedRange<Int>
        public let before: Int
        public let after: Int
    }

    public let asOf: Moment
    /// The messages that matured in so many days up to the moment.
    public let windowDays: Int
    /// Each once, by the newest message.
    public let customers: Int
    /// With 2 decimals; nil without customers.
    public let averageBefore: Decimal?
    public let averageAfter: Decimal?
    /// Ten, the lowest scores first.
    public let bins: [Bin]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, windowDays: Int = 90, on connection: Connection) async throws -> ScoreRecovery {
        let rows = try await connection.query("SELECT * FROM mainstay.score_recovery(\(asOf), \(windowDays)::integer)")
        guard let first = rows.first else { throw PostgresError.misuse("score recovery gave no bins") }
        return ScoreRecovery(
            asOf: asOf, windowDays: windowDays, customers: try first["customers"], averageBefore: try first["average_before"],
            averageAfter: try first["average_after"],
            bins: try rows.map { row in
                let low: Int = try row["score_from"]
                let high: Int = try row["score_to"]
                return Bin(scores: low...max(low, high), before: try row["customers_before"], after: try row["customers_after"])
            })
    }
}
