public import Domain
public import Foundation
public import Postgres
import Schema

/// What do customers ask for? Tickets of category `feature_request`, however it is spelled, like subjects merged.
public struct FeatureRequests: Sendable, Hashable {
    public struct Request: Sendable, Hashable {
        /// In the wording that occurs most.
        public let text: String
        /// Tickets.
        public let requests: Int
        public let customers: Int
        /// Of these customers, each once, as it is now.
        public let arr: Decimal
        /// How many of these customers have no ARR.
        public let arrUnknown: Int
        /// How many different subjects were merged.
        public let wordings: Int
        public let newestAt: Moment
    }

    public let asOf: Moment
    /// Days of 24 hours up to the moment.
    public let windowDays: Int
    /// How many different things are asked for.
    public let total: Int
    /// Tickets that do not say what they ask for, and are in no request.
    public let withoutSubject: Int
    /// The first of them, the most frequent first.
    public let requests: [Request]

    /// - Throws: ``PostgresError``.
    public static func fetch(
        asOf: Moment, windowDays: Int = 180, limit: Int = 25, on connection: Connection
    ) async throws -> FeatureRequests {
        let rows = try await connection.query(
            """
            SELECT r.*, count(*) OVER () AS total FROM mainstay.feature_request_figures(\(asOf), \(windowDays)::integer) WITH ORDINALITY AS r
             ORDER BY r.ordinality LIMIT \(limit)
            """)
        let unnamed = try await connection.row(
            "SELECT mainstay.feature_requests_without_subject(\(asOf), \(windowDays)::integer) AS tickets")
        return FeatureRequests(
            asOf: asOf, windowDays: windowDays, total: try rows.first?.decode("total") ?? 0, withoutSubject: try unnamed["tickets"],
            requests: try rows.map { row in
                Request(
                    text: try row["request"], requests: try row["requests"], customers: try row["customers"], arr: try row["arr"],
                    arrUnknown: try row["arr_unknown"],
                    wordings: try row["wordings"], newestAt: try row["newest_at"])
            })
    }
}
