public import Domain
public import Foundation
public import Postgres
import Schema

/// Question 3: would customers recommend us? (metrics.md §4)
public struct NPS: Sendable, Hashable {
    /// What a number of responses says.
    public struct Figure: Sendable, Hashable {
        public let responses: Int
        /// −100 to 100 with 2 decimals; nil below the minimum of responses.
        public let score: Decimal?
        /// The same figure where there are fewer responses than the minimum; nil from it on, and without any response.
        public let provisionalScore: Decimal?
        /// 95 %, adjusted Wald; nil without responses.
        public let interval: Interval?
    }

    public struct Interval: Sendable, Hashable {
        public let low: Decimal
        public let high: Decimal
    }

    public struct SegmentFigure: Sendable, Hashable {
        public let segment: Segment
        public let figure: Figure
    }

    public struct MonthFigure: Sendable, Hashable {
        public let month: Month
        public let figure: Figure
    }

    public let asOf: Moment
    /// Days of 24 hours up to the moment.
    public let windowDays: Int
    /// From how many responses on a score counts.
    public let minimumResponses: Int
    public let figure: Figure
    /// Each a share of the responses.
    public let promoters: Rate
    public let passives: Rate
    public let detractors: Rate
    /// Answered of those deployed in the window.
    public let responseRate: Rate
    /// The segments that have responses, in their usual order.
    public let segments: [SegmentFigure]
    /// The calendar months that have responses, of those asked for, oldest first; the current one up to the moment.
    public let months: [MonthFigure]
    public let target: Int
    public let excellent: Int
    /// Percent.
    public let targetResponseRate: Int

    /// Whether the score reaches a number of points, by the counts; nil below the minimum of responses.
    public func reaches(_ points: Int) -> Bool? {
        figure.score == nil ? nil : 100 * (promoters.part - detractors.part) >= points * figure.responses
    }

    /// - Parameter months: so many calendar months, the current one included.
    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, windowDays: Int = 30, months: Int = 12, on connection: Connection) async throws -> NPS {
        let row = try await connection.row(
            """
            SELECT n.*, mainstay.parameter('nps_target_score')::integer AS target, mainstay.parameter('nps_excellent_score')::integer AS excellent,
                   mainstay.parameter('nps_target_response_rate')::integer AS target_response_rate
              FROM mainstay.nps(\(asOf), \(windowDays)::integer) AS n
            """)
        let responses: Int = try row["total_responses"]
        return NPS(
            asOf: asOf, windowDays: windowDays, minimumResponses: try row["minimum_responses"], figure: try Figure(row),
            promoters: Rate(part: try row["promoters"], whole: responses, percent: try row["promoter_percent"]),
            passives: Rate(part: try row["passives"], whole: responses, percent: try row["passive_percent"]),
            detractors: Rate(part: try row["detractors"], whole: responses, percent: try row["detractor_percent"]),
            responseRate: Rate(part: try row["answered"], whole: try row["deployed"], percent: try row["response_rate"]),
            segments: try await connection.query("SELECT * FROM mainstay.nps_by_segment(\(asOf), \(windowDays)::integer)")
                .map { SegmentFigure(segment: try $0["segment"], figure: try Figure($0)) },
            months: try await connection.query("SELECT * FROM mainstay.nps_by_month(\(asOf), \(months)::integer)")
                .map { MonthFigure(month: try $0["month"], figure: try Figure($0)) },
            target: try row["target"], excellent: try row["excellent"], targetResponseRate: try row["target_response_rate"])
    }
}

extension NPS.Figure {
    init(_ row: Row) throws {
        let low: Decimal? = try row["interval_low"]
        let high: Decimal? = try row["interval_high"]
        self.init(
            responses: try row["total_responses"], score: try row["nps_score"], provisionalScore: try row["provisional_score"],
            interval: low.flatMap { low in high.map { NPS.Interval(low: low, high: $0) } })
    }
}

extension NPS {
    /// The shape of `mainstay metrics nps --format json`.
    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "window_days": .from(windowDays),
            "total_responses": .from(figure.responses),
            "minimum_responses": .from(minimumResponses),
            "promoters": .from(promoters.part),
            "passives": .from(passives.part),
            "detractors": .from(detractors.part),
            "nps_score": .from(figure.score),
            "provisional_score": .from(figure.provisionalScore),
            "interval": figure.intervalJSON,
            "promoter_percent": promoters.json,
            "passive_percent": passives.json,
            "detractor_percent": detractors.json,
            "response_rate": responseRate.json,
            "segments": .array(
                segments.map { each in
                    .object([
                        "segment": .string(each.segment.rawValue),
                        "total_responses": .from(each.figure.responses),
                        "nps_score": .from(each.figure.score),
                        "provisional_score": .from(each.figure.provisionalScore),
                        "interval": each.figure.intervalJSON,
                    ])
                }),
        ])
    }
}

extension NPS.Figure {
    fileprivate var intervalJSON: JSON {
        interval.map { .array([.decimal($0.low), .decimal($0.high)]) } ?? .null
    }
}
