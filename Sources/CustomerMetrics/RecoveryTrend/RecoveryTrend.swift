public import Domain
public import Postgres
import Schema

/// Do at-risk customers recover? At-risk messages by the month of sending, and what became of their customers 30 days later.
public struct RecoveryTrend: Sendable, Hashable {
    public struct Point: Sendable, Hashable {
        public let month: Month
        public let sent: Int
        /// Nil until the 30 days of the month's last message have passed.
        public let result: Result?
    }

    public struct Result: Sendable, Hashable {
        /// A higher score than when the message was sent, of the messages with both scores.
        public let recovered: Rate
        /// Not Healthy when it was sent and Healthy afterwards, of the same.
        public let recoveredToHealthy: Rate
    }

    public let asOf: Moment
    /// The current calendar month and those before it, oldest first.
    public let points: [Point]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, months: Int = 12, on connection: Connection) async throws -> RecoveryTrend {
        let rows = try await connection.query("SELECT * FROM mainstay.recovery_trend(\(asOf), \(months)::integer)")
        return RecoveryTrend(asOf: asOf, points: try rows.map(Point.init))
    }
}

extension RecoveryTrend.Point {
    init(_ row: Row) throws {
        let scored: Int? = try row["scored"]
        self.init(
            month: try row["month"], sent: try row["sent"],
            result: try scored.map { scored in
                RecoveryTrend.Result(
                    recovered: Rate(part: try row["recovered"], whole: scored, percent: try row["recovery_rate"]),
                    recoveredToHealthy: Rate(
                        part: try row["recovered_to_healthy"], whole: scored, percent: try row["recovered_to_healthy_rate"]))
            })
    }
}
