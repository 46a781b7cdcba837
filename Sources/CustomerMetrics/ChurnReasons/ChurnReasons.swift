public import Domain
public import Foundation
public import Postgres
import Schema

/// Why do customers leave? Exit surveys by reason.
public struct ChurnReasons: Sendable, Hashable {
    public struct Reason: Sendable, Hashable {
        public let name: String
        /// Of all answers.
        public let answers: Rate
        public let customers: Int
        /// Of these customers, each once, as it is now.
        public let arr: Decimal
        /// How many of these customers have no ARR.
        public let arrUnknown: Int
        /// In a customer's own words.
        public let newestDetail: String?
    }

    public let asOf: Moment
    /// Days of 24 hours up to the moment.
    public let windowDays: Int
    /// The most frequent first.
    public let reasons: [Reason]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, windowDays: Int = 90, on connection: Connection) async throws -> ChurnReasons {
        let rows = try await connection.query("SELECT * FROM mainstay.churn_reason_figures(\(asOf), \(windowDays)::integer)")
        let all = try rows.reduce(0) { try $0 + $1.decode("answers", as: Int.self) }
        return ChurnReasons(
            asOf: asOf, windowDays: windowDays,
            reasons: try rows.map { row in
                Reason(
                    name: try row["reason"], answers: Rate(part: try row["answers"], whole: all, percent: try row["percent"]),
                    customers: try row["customers"], arr: try row["arr"], arrUnknown: try row["arr_unknown"],
                    newestDetail: try row["newest_detail"])
            })
    }
}
