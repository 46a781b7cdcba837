import Domain
import Foundation
import Postgres
import Schema

/// Does the health of the customers improve or decline? The weekly means of 13 weeks, for all and per segment, each with its test.
struct HealthCourse: Sendable, Hashable {
    enum Direction: String, Sendable, Hashable {
        case improving
        case stable
        case declining
    }

    struct Week: Sendable, Hashable {
        /// The last of its seven days.
        let ends: CivilDate
        /// Of the newest day that was kept; nil without one.
        let customers: Int?
        /// The mean of the days' averages; nil where fewer than 4 of the 7 days were kept.
        let averageScore: Decimal?
    }

    struct Line: Sendable, Hashable {
        /// Nil for all customers.
        let segment: Segment?
        /// Oldest first.
        let weeks: [Week]
        let test: TrendTest
        /// Nil where there are fewer than ``HealthCourse/enough`` weeks.
        let direction: Direction?

        /// Nil where there is none of those who know.
        var customers: Int? { weeks.last?.customers }
        /// Points from the first to the last of the weeks that are known, along the slope.
        var change: Decimal { ShareInterval.hundredths(test.slope * Double(HealthCourse.steps(weeks))) }
    }

    static let weeks = 13
    /// So many weeks must be known.
    static let enough = 8
    /// Two-sided.
    static let level = 0.05
    /// What is not by chance may still be of no account: the slope must come to so many points over the weeks.
    static let matters = 1.0

    let asOf: Moment
    /// All customers first, then the segments in their usual order; those that never had a customer are left out.
    let lines: [Line]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> HealthCourse {
        let rows = try await connection.query("SELECT * FROM mainstay.weekly_health(\(asOf), \(weeks)::integer)")
        let found = try rows.map { row in
            (
                name: try row.decode("segment", as: String.self),
                week: Week(ends: try row["week_ends"], customers: try row["customers"], averageScore: try row["average_score"])
            )
        }
        return HealthCourse(
            asOf: asOf,
            lines: ([nil] + Segment.allCases).compactMap { (segment: Segment?) in
                let weeks = found.filter { $0.name == segment?.rawValue ?? "All" }.map(\.week)
                return segment == nil || weeks.contains { $0.customers != nil } ? Line(segment: segment, weeks: weeks) : nil
            })
    }

    /// From the first to the last week that is known.
    fileprivate static func steps(_ weeks: [Week]) -> Int {
        let known = weeks.indices.filter { weeks[$0].averageScore != nil }
        guard let first = known.first, let last = known.last else { return 0 }
        return last - first
    }
}

extension HealthCourse {
    var all: Line? { lines.first { $0.segment == nil } }
}

extension HealthCourse.Line {
    init(segment: Segment?, weeks: [HealthCourse.Week]) {
        let test = TrendTest(weeks.map { $0.averageScore.map { ($0 as NSDecimalNumber).doubleValue } })
        let isMoving =
            test.probability < HealthCourse.level && abs(test.slope) * Double(HealthCourse.steps(weeks)) >= HealthCourse.matters
        self.init(
            segment: segment, weeks: weeks, test: test,
            direction: test.count < HealthCourse.enough ? nil : isMoving ? (test.slope > 0 ? .improving : .declining) : .stable)
    }
}
