import Domain
import Foundation
import Postgres
import Schema

/// How does the NPS move from month to month, and is a difference more than chance? (metrics.md §4, docs/reports.md)
struct NPSTrend: Sendable, Hashable {
    struct MonthFigure: Sendable, Hashable {
        let month: Month
        /// Whether the month had ended by the moment.
        let isOver: Bool
        let responses: Int
        /// −100 to 100 with 2 decimals; nil below the minimum of responses.
        let score: Decimal?
        /// The same figure where there are fewer responses than the minimum; nil from it on, and without any response.
        let provisionalScore: Decimal?
        let interval: ReportFigure.Interval?
        /// To the month before; nil where one of them has no response.
        let difference: Difference?

        var shown: Decimal? { score ?? provisionalScore }
    }

    struct Difference: Sendable, Hashable {
        let points: Decimal
        /// 95 %.
        let interval: ReportFigure.Interval
    }

    struct Line: Sendable, Hashable {
        /// Nil for all customers.
        let segment: Segment?
        /// Oldest first; the newest one is that of the moment and is not over.
        let months: [MonthFigure]
    }

    /// What two months say about each other.
    enum Comparison: Sendable, Hashable {
        case higher
        case lower
        case notDifferent
        case tooFew(answers: Int, in: Month)
    }

    /// Fewer answers than these in a month are compared with nothing: the interval is made for ten and more.
    static let enough = 10

    let asOf: Moment
    /// All customers first, then the segments in their usual order.
    let lines: [Line]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, months: Int = 13, on connection: Connection) async throws -> NPSTrend {
        let rows = try await connection.query("SELECT * FROM mainstay.nps_months(\(asOf), \(months)::integer)")
        let figures = try rows.map { (name: try $0.decode("segment", as: String.self), figure: try MonthFigure($0)) }
        return NPSTrend(
            asOf: asOf,
            lines: ([nil] + Segment.allCases).map { (segment: Segment?) in
                Line(segment: segment, months: figures.filter { $0.name == segment?.rawValue ?? "All" }.map(\.figure))
            })
    }
}

extension NPSTrend {
    var all: Line { lines.first { $0.segment == nil } ?? Line(segment: nil, months: []) }

    /// The segments that have an answer.
    var segments: [Line] { lines.filter { line in line.segment != nil && line.months.contains { $0.responses > 0 } } }
}

extension NPSTrend.Line {
    /// The newest two months that are over, the older one first.
    var compared: (before: NPSTrend.MonthFigure, newest: NPSTrend.MonthFigure)? {
        let over = months.filter(\.isOver)
        guard let newest = over.last, let before = over.dropLast().last else { return nil }
        return (before, newest)
    }

    /// Of the newest month that is over with the one before it; nil where there are not two.
    var comparison: NPSTrend.Comparison? {
        guard let (before, newest) = compared else { return nil }
        for month in [newest, before] where month.responses < NPSTrend.enough { return .tooFew(answers: month.responses, in: month.month) }
        guard let difference = newest.difference else { return nil }
        if difference.interval.low > 0 { return .higher }
        return difference.interval.high < 0 ? .lower : .notDifferent
    }
}

extension NPSTrend.MonthFigure {
    init(_ row: Row) throws {
        let points: Decimal? = try row["difference"]
        let differs = try ReportFigure.Interval(row, "difference_low", "difference_high")
        self.init(
            month: try row["month"], isOver: try row["over"], responses: try row["total_responses"], score: try row["nps_score"],
            provisionalScore: try row["provisional_score"], interval: try ReportFigure.Interval(row, "interval_low", "interval_high"),
            difference: points.flatMap { points in differs.map { NPSTrend.Difference(points: points, interval: $0) } })
    }
}

extension ReportFigure.Interval {
    /// Of two columns; nil where they are null.
    init?(_ row: Row, _ low: String, _ high: String) throws {
        guard let low = try row.decode(low, as: Decimal?.self), let high = try row.decode(high, as: Decimal?.self) else { return nil }
        self.init(low: low, high: high)
    }
}
