public import CustomerMetrics
public import Domain
public import Foundation
public import Postgres

/// The at-risk digest: who needs attention, what moved them in a week, and whether there are more of them than a week before.
///
/// It has no figure of its own: all are answers to the questions, for its moment and for the one a week before.
public struct WeeklyDigest: Sendable, Hashable {
    public struct Entry: Sendable, Hashable {
        public let customer: Customer
        public let score: Int
        public let status: HealthStatus
        /// What moved the score within the week.
        public let explanation: Explanation
    }

    /// The company at a moment.
    public struct State: Sendable, Hashable {
        public let health: HealthSummary
        /// Annual recurring revenue of the At-Risk and Critical customers. Of the past too it is the present revenue: no other is known.
        public let arrAtRisk: Decimal

        /// How many are At-Risk or Critical.
        public var needAttention: Int { health.atRisk.part + health.critical.part }
    }

    public let asOf: Moment
    public let now: State
    /// A week before.
    public let before: State
    /// Those who need attention, the highest ARR first, at most ``customersListed``.
    public let entries: [Entry]
    public let moves: StatusMoves
    /// What was kept of the newest day of each of the last weeks that has figures, the newest first; at most ``weeksShown``.
    public let trend: [TrendDay]
    /// The newest week before this one whose digest was skipped, if it was the last on record.
    public let skippedBefore: Skipped?

    public struct Skipped: Sendable, Hashable {
        /// Its Monday.
        public let week: CivilDate
        public let reason: String
    }

    /// The company at 02:00 UTC of a day.
    public struct TrendDay: Sendable, Hashable {
        public let day: CivilDate
        public let figures: HealthTrend.Figures
    }

    public static let customersListed = 25
    /// Customers listed of those who are new, recovered and so on.
    public static let movesListed = 10
    public static let weeksShown = 8
    static let days = 7

    /// - Parameter connection: in a transaction that sees the database as it stands at one moment.
    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> WeeklyDigest {
        let since = asOf.adding(days: -Int64(days))
        var entries: [Entry] = []
        for entry in try await AtRiskByARR.fetch(asOf: asOf, limit: customersListed, on: connection).entries {
            entries.append(
                Entry(
                    customer: entry.customer, score: entry.score, status: entry.status,
                    explanation: try await Explanation.fetch(entry.customer.uuidText, from: since, to: asOf, on: connection)))
        }
        return WeeklyDigest(
            asOf: asOf, now: try await State.fetch(asOf: asOf, on: connection), before: try await State.fetch(asOf: since, on: connection),
            entries: entries,
            moves: try await StatusMoves.fetch(asOf: asOf, windowDays: days, limit: movesListed, on: connection),
            trend: trend(try await HealthTrend.fetch(asOf: asOf, days: weeksShown * days, on: connection)),
            skippedBefore: try await Skipped.fetch(before: CivilDate(of: asOf).monday, on: connection))
    }
}

extension WeeklyDigest {
    /// Weeks of seven days that end with the newest day of the course.
    private static func trend(_ course: HealthTrend) -> [TrendDay] {
        let newestFirst = Array(course.days.reversed())
        return stride(from: 0, to: newestFirst.count, by: days).compactMap { start in
            newestFirst[start..<min(start + days, newestFirst.count)].lazy.compactMap { day in
                day.figures.map { TrendDay(day: day.day, figures: $0) }
            }.first
        }
    }
}

extension WeeklyDigest.State {
    fileprivate static func fetch(asOf: Moment, on connection: Connection) async throws -> WeeklyDigest.State {
        let segments = try await SegmentHealth.fetch(asOf: asOf, on: connection).segments
        return WeeklyDigest.State(
            health: try await HealthSummary.fetch(asOf: asOf, on: connection), arrAtRisk: segments.reduce(0) { $0 + $1.arrAtRisk })
    }
}

extension WeeklyDigest.Skipped {
    fileprivate static func fetch(before week: CivilDate, on connection: Connection) async throws -> WeeklyDigest.Skipped? {
        let row = try await connection.query(
            "SELECT week, reason FROM mainstay.digests WHERE week < \(week) ORDER BY week DESC LIMIT 1"
        ).first
        guard let row, let reason: String = try row["reason"] else { return nil }
        return WeeklyDigest.Skipped(week: try row["week"], reason: reason)
    }
}

extension WeeklyDigest {
    /// The shape of `mainstay digest --format json`.
    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "now": now.json,
            "week_before": before.json,
            "need_attention": .from(now.needAttention),
            "customers": .array(
                entries.map { entry in
                    .object([
                        "score": .from(entry.score), "status": .string(entry.status.rawValue), "explanation": entry.explanation.json,
                    ])
                }),
            "moves": moves.json,
            "trend": .array(
                trend.map { day in
                    .object([
                        "day": .string(day.day.description), "customers": .from(day.figures.customers),
                        "average_score": .from(day.figures.averageScore), "healthy": .from(day.figures.healthy),
                        "at_risk": .from(day.figures.atRisk), "critical": .from(day.figures.critical),
                    ])
                }),
            "skipped_before": skippedBefore.map {
                .object(["week": .string($0.week.description), "reason": .string($0.reason)])
            } ?? .null,
        ])
    }
}

extension WeeklyDigest.State {
    fileprivate var json: JSON { .object(["health": health.json, "arr_at_risk": .from(arrAtRisk)]) }
}
