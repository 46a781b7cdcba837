extension CivilDate {
    /// The day in UTC on which a moment lies.
    public init(of moment: Moment) {
        let whole = moment.startOfDay.microseconds / Moment.microsecondsPerDay
        self.init(daysSinceEpoch: Int(whole))
    }

    public func adding(days: Int) -> CivilDate { CivilDate(daysSinceEpoch: daysSinceEpoch + days) }

    /// The Monday that begins this day's week.
    public var monday: CivilDate {
        // 1970-01-05 was a Monday.
        let past = (daysSinceEpoch - 4) % 7
        return adding(days: past >= 0 ? -past : -past - 7)
    }
}
