public import Domain

/// When a job is due. All times are UTC, where no day has a time twice or not at all.
public enum Schedule: Sendable, Hashable {
    /// Every so many minutes, counted from a midnight; for what looks whether something else has come due.
    case every(minutes: Int)
    /// Every hour, so many minutes past it.
    case hourly(minute: Int)
    case daily(TimeOfDay)
    case weekly(Weekday, TimeOfDay)
    case monthly(MonthDay, TimeOfDay)

    public enum Weekday: Int64, Sendable, Hashable, CaseIterable {
        case monday
        case tuesday
        case wednesday
        case thursday
        case friday
        case saturday
        case sunday
    }

    public enum MonthDay: Sendable, Hashable {
        case first
        case firstMonday
    }

    /// The latest moment up to `moment`, that included, at which the job is due.
    public func latest(upTo moment: Moment) -> Moment {
        if let cycle { return cycle.latest(upTo: moment) }
        let month = Month(containing: moment)
        let ofThisMonth = due(in: month)
        return ofThisMonth <= moment ? ofThisMonth : due(in: month.adding(months: -1))
    }

    /// The first moment after `moment` at which the job is due.
    public func next(after moment: Moment) -> Moment {
        if let cycle { return cycle.latest(upTo: moment).adding(seconds: cycle.seconds) }
        let month = Month(containing: moment)
        let ofThisMonth = due(in: month)
        return ofThisMonth > moment ? ofThisMonth : due(in: month.adding(months: 1))
    }

    /// The latest due moment after `earlier` and up to `moment`; nil when there is none. Of several that were missed it is the one worth making up.
    public func due(after earlier: Moment, upTo moment: Moment) -> Moment? {
        let latest = latest(upTo: moment)
        return latest > earlier ? latest : nil
    }

    /// A rhythm that the calendar does not disturb.
    private struct Cycle {
        let seconds: Int64
        /// One of its moments, in seconds since 1970-01-01T00:00:00Z.
        let anchor: Int64

        func latest(upTo moment: Moment) -> Moment {
            let length = seconds * Moment.microsecondsPerSecond
            let past = (moment.microseconds - anchor * Moment.microsecondsPerSecond) % length
            return moment.adding(microseconds: past >= 0 ? -past : -past - length)
        }
    }

    private static let day: Int64 = 86_400
    /// 1970-01-05.
    private static let firstMonday: Int64 = 4

    /// Nil for months, which differ in length.
    private var cycle: Cycle? {
        switch self {
        case .every(let minutes): Cycle(seconds: Int64(minutes) * 60, anchor: 0)
        case .hourly(let minute): Cycle(seconds: 3_600, anchor: Int64(minute) * 60)
        case .daily(let time): Cycle(seconds: Self.day, anchor: time.seconds)
        case .weekly(let weekday, let time):
            Cycle(seconds: 7 * Self.day, anchor: (Self.firstMonday + weekday.rawValue) * Self.day + time.seconds)
        case .monthly: nil
        }
    }

    private func due(in month: Month) -> Moment {
        guard case .monthly(let day, let time) = self else { return month.start }
        let start = month.start.adding(seconds: time.seconds)
        switch day {
        case .first: return start
        case .firstMonday:
            // The latest Monday up to the 7th is the month's first.
            return Schedule.weekly(.monday, time).latest(upTo: start.adding(days: 6))
        }
    }
}
