/// An instant in time, exact to the microsecond: what PostgreSQL stores in `timestamptz`.
///
/// A floating-point date cannot hold every microsecond exactly, and scores turn on exact boundaries, so time is an integer here.
public struct Moment: Sendable, Hashable, Comparable {
    /// Microseconds since 1970-01-01T00:00:00Z; negative before.
    public let microseconds: Int64

    /// - Parameter microseconds: microseconds since 1970-01-01T00:00:00Z.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    public static let microsecondsPerSecond: Int64 = 1_000_000
    public static let microsecondsPerDay: Int64 = 86_400 * microsecondsPerSecond

    public static func < (left: Moment, right: Moment) -> Bool { left.microseconds < right.microseconds }

    /// This moment and a number of 24-hour days; metrics know no other kind of day.
    public func adding(days: Int64) -> Moment { Moment(microseconds: microseconds + days * Self.microsecondsPerDay) }

    public func adding(seconds: Int64) -> Moment { Moment(microseconds: microseconds + seconds * Self.microsecondsPerSecond) }

    public func adding(microseconds more: Int64) -> Moment { Moment(microseconds: microseconds + more) }

    /// Midnight UTC that begins this moment's day.
    public var startOfDay: Moment {
        Moment(microseconds: microseconds.quotientAndRemainder(flooredBy: Self.microsecondsPerDay).quotient * Self.microsecondsPerDay)
    }

    /// The civil date and time of day in UTC.
    public var utc: (year: Int, month: Int, day: Int, microsecondOfDay: Int64) {
        let (days, rest) = microseconds.quotientAndRemainder(flooredBy: Self.microsecondsPerDay)
        let date = CivilDate(daysSinceEpoch: Int(days))
        return (date.year, date.month, date.day, rest)
    }
}

extension Int64 {
    /// Division that rounds toward negative infinity, so that moments before 1970 fall into the right day.
    func quotientAndRemainder(flooredBy divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
