public import Domain
public import Postgres
import Schema

/// The figures of each day at 02:00 UTC.
public struct DailyFigures: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// The newest day whose 02:00 has passed.
    public static func newestDay(at moment: Moment) -> CivilDate {
        let (year, month, day, _) = moment.adding(seconds: -2 * 3_600).utc
        return CivilDate(year: year, month: month, day: day) ?? CivilDate(daysSinceEpoch: 0)
    }

    /// The first day whose 02:00 is not before a moment: the first whose figures a fact of that moment can change.
    public static func dayOfFirstFigures(after moment: Moment) -> CivilDate {
        let day = newestDay(at: moment)
        return time(of: day) == moment ? day : CivilDate(daysSinceEpoch: day.daysSinceEpoch + 1)
    }

    /// 02:00 UTC of a day.
    public static func time(of day: CivilDate) -> Moment { day.start.adding(seconds: 2 * 3_600) }

    /// The day on which the first customer was created; nil without customers.
    public func firstDay() async throws -> CivilDate? {
        let rows = try await pool.query("SELECT (min(created_at) AT TIME ZONE 'UTC')::date AS day FROM mainstay.users")
        return try rows.first?.decode("day", as: CivilDate?.self)
    }

    /// Days up to `last` that have no figures yet, oldest first, counted from the newest that has some.
    func missingDays(upTo last: CivilDate) async throws -> [CivilDate] {
        let rows = try await pool.query("SELECT max(day) AS day FROM mainstay.daily_figures")
        guard let newest = try rows.first?.decode("day", as: CivilDate?.self) else { return [last] }
        guard newest < last else { return [] }
        return (newest.daysSinceEpoch + 1...last.daysSinceEpoch).map(CivilDate.init(daysSinceEpoch:))
    }

    /// Writes one day's figures from the scores at its 02:00.
    func keep(_ day: CivilDate) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.daily_figures (day, segment, customers, average_score, healthy, at_risk, critical)
            SELECT \(day), f.* FROM mainstay.figures_at(\(Self.time(of: day))) AS f
            ON CONFLICT (day, segment) DO UPDATE SET
                customers = excluded.customers, average_score = excluded.average_score,
                healthy = excluded.healthy, at_risk = excluded.at_risk, critical = excluded.critical
            """)
    }

    /// Computes the figures of past days again from the history of every customer, and replaces those stored, all in one transaction.
    ///
    /// - Parameters:
    ///   - days: both ends included; each day's 02:00 should have passed.
    ///   - progress: called with how many slices of the customers are done.
    /// - Throws: ``PostgresError``; the stored figures are then as they were.
    public func rebuild(
        _ days: ClosedRange<CivilDate>, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws {
        let slices = try await pool.withConnection { connection in try await CustomerRange.slices(on: connection, size: 4_000) }
        let changes = try await SideBySide(pool: pool).map(slices, progress: progress) { connection, slice in
            try await DailySums(
                rows: connection.query(
                    "SELECT * FROM mainstay.daily_changes(\(slice.first), \(slice.last), \(days.lowerBound), \(days.upperBound))"))
        }
        let sums = changes.reduce(into: DailySums()) { $0.add($1) }
        let figures = sums.figures(for: days)
        try await pool.transaction { connection in
            try await connection.execute("DELETE FROM mainstay.daily_figures WHERE day BETWEEN \(days.lowerBound) AND \(days.upperBound)")
            try await connection.execute(
                """
                INSERT INTO mainstay.daily_figures (day, segment, customers, average_score, healthy, at_risk, critical)
                SELECT f.day, f.segment, f.customers, round(f.score / NULLIF(f.customers, 0)::numeric, 2), f.healthy, f.at_risk, f.critical
                  FROM unnest(\(figures.map(\.day)), \(figures.map(\.segment)), \(figures.map(\.sums.customers)), \(figures.map(\.sums.score)),
                              \(figures.map(\.sums.healthy)), \(figures.map(\.sums.atRisk)), \(figures.map(\.sums.critical)))
                       AS f (day, segment, customers, score, healthy, at_risk, critical)
                """)
        }
    }
}
