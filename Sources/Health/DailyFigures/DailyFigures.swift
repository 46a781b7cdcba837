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

    /// 02:00 UTC of a day.
    public static func time(of day: CivilDate) -> Moment { day.start.adding(seconds: 2 * 3_600) }

    /// The day on which the first customer was created; nil without customers.
    public func firstDay() async throws -> CivilDate? {
        let rows = try await pool.query("SELECT (min(created_at) AT TIME ZONE 'UTC')::date AS day FROM mainstay.users")
        return try rows.first?.decode("day", as: CivilDate?.self)
    }

    /// Computes what the kept figures lack: days up to `last` that have none, and days that facts came for after they were kept.
    ///
    /// Where nothing is kept yet that is every day since the first customer. The day kept last is computed again together with a new one: a
    /// transaction that was open at its 02:00 may have committed facts of before since, and could not know that it was late.
    ///
    /// - Parameters:
    ///   - last: a day whose 02:00 has passed.
    ///   - progress: called with how many slices of the customers are done, where many days are computed.
    /// - Returns: the days; nil when nothing was lacking.
    /// - Throws: ``PostgresError``; the kept figures are then as they were, and what they lack is still known.
    @discardableResult
    public func bringUpToDate(
        to last: CivilDate, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) async throws -> ClosedRange<CivilDate>? {
        try await pool.transaction { connection in
            try await Self.keepOthersFromWriting(connection)
            guard let days = try await lackingDays(upTo: last, on: connection) else { return nil }
            let numbers = days.lowerBound.daysSinceEpoch...days.upperBound.daysSinceEpoch
            if numbers.count > Self.daysKeptOneByOne {
                try await rebuild(days, on: connection, progress: progress)
            } else {
                for number in numbers { try await keep(CivilDate(daysSinceEpoch: number), on: connection) }
            }
            return days
        }
    }

    /// Beyond this, one walk through every customer's history is cheaper than a look at everybody for each day.
    private static let daysKeptOneByOne = 10

    /// A server and an import may both want to compute the same days: one after the other, and readers wait for neither.
    private static func keepOthersFromWriting(_ connection: Connection) async throws {
        try await connection.execute("LOCK TABLE mainstay.daily_figures IN SHARE ROW EXCLUSIVE MODE")
    }

    /// Takes the notes of late facts, which come back if the transaction fails. Facts whose notes are seen here are seen by later statements.
    private func lackingDays(upTo last: CivilDate, on connection: Connection) async throws -> ClosedRange<CivilDate>? {
        let rows = try await connection.query(
            """
            WITH taken AS (DELETE FROM mainstay.stale_figures RETURNING first_day)
            SELECT (SELECT min(t.first_day) FROM taken AS t) AS stale, min(f.day) AS oldest, max(f.day) AS newest,
                   (SELECT (min(u.created_at) AT TIME ZONE 'UTC')::date FROM mainstay.users AS u) AS created
              FROM mainstay.daily_figures AS f
            """)
        guard let row = rows.first else { return nil }
        let newest: CivilDate? = try row.decode("newest")
        let beginning = [try row.decode("oldest", as: CivilDate?.self), try row.decode("created")].compactMap { $0 }.min() ?? last
        var first: [CivilDate] = []
        if let stale: CivilDate = try row.decode("stale") { first.append(max(stale, beginning)) }
        if newest.map({ $0 < last }) ?? true { first.append(newest ?? beginning) }
        // Figures of days beyond `last` were kept while the clock was ahead; they are as stale as the others.
        let end = max(last, newest ?? last)
        return first.min().flatMap { $0 <= end ? $0...end : nil }
    }

    /// Writes one day's figures from the scores at its 02:00.
    private func keep(_ day: CivilDate, on connection: Connection) async throws {
        try await connection.execute("DELETE FROM mainstay.daily_figures WHERE day = \(day)")
        try await connection.execute(
            """
            INSERT INTO mainstay.daily_figures (day, segment, customers, average_score, healthy, at_risk, critical)
            SELECT \(day), f.* FROM mainstay.figures_at(\(Self.time(of: day))) AS f
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
        try await pool.transaction { connection in
            try await Self.keepOthersFromWriting(connection)
            try await rebuild(days, on: connection, progress: progress)
        }
    }

    /// - Parameter connection: in a transaction, which replaces the figures; they are computed on other connections of the pool.
    private func rebuild(
        _ days: ClosedRange<CivilDate>, on connection: Connection, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void
    ) async throws {
        let slices = try await CustomerRange.slices(on: connection, size: 4_000)
        let changes = try await SideBySide(pool: pool).map(slices, progress: progress) { connection, slice in
            try await DailySums(
                rows: connection.query(
                    "SELECT * FROM mainstay.daily_changes(\(slice.first), \(slice.last), \(days.lowerBound), \(days.upperBound))"))
        }
        let sums = changes.reduce(into: DailySums()) { $0.add($1) }
        let figures = sums.figures(for: days)
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
