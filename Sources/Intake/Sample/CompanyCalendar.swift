import Domain

/// The days a sample company has lived: weekends, holidays, seasons, and one bad month.
struct CompanyCalendar: Sendable {
    struct Day: Sendable {
        let isWeekend: Bool
        /// How busy customers are, 1 on an ordinary working day.
        let activity: Double
        /// How many people sign up, relative to other days.
        let signUps: Double
        /// Part of the month in which the product was in trouble.
        let isIncident: Bool
    }

    let asOf: Moment
    /// Days since 1970 of the company's first day: the first of the month that lies `months` before that of `asOf`.
    let firstDay: Int
    let days: [Day]

    /// Days since 1970 of the day in which `asOf` lies.
    var lastDay: Int { firstDay + days.count - 1 }

    init(asOf: Moment, months: Int) {
        self.asOf = asOf
        let firstMonth = Month(containing: asOf).adding(months: -months)
        firstDay = Self.dayNumber(of: firstMonth.start)
        // Far enough back for the present to have recovered; too young a company has not had one.
        let incidentMonth = months >= 5 ? firstMonth.adding(months: months * 3 / 5) : nil
        let monthlyGrowth = min(0.05, 1.4 / Double(months))
        days = (firstDay...Self.dayNumber(of: asOf)).map { [firstDay] number in
            Self.day(number: number, monthlyGrowth: monthlyGrowth, age: number - firstDay, incidentMonth: incidentMonth)
        }
    }

    func start(ofDay number: Int) -> Moment { Moment(microseconds: Int64(number) * Moment.microsecondsPerDay) }

    static func dayNumber(of moment: Moment) -> Int { Int(moment.startOfDay.microseconds / Moment.microsecondsPerDay) }

    private static func day(number: Int, monthlyGrowth: Double, age: Int, incidentMonth: Month?) -> Day {
        let moment = Moment(microseconds: Int64(number) * Moment.microsecondsPerDay)
        let (_, month, dayOfMonth, _) = moment.utc
        // 1970-01-01 was a Thursday.
        let weekday = ((number + 3) % 7 + 7) % 7
        let isHoliday = month == 12 && dayOfMonth >= 22 || month == 1 && dayOfMonth <= 2
        let isIncident = incidentMonth == Month(containing: moment)
        return Day(
            isWeekend: weekday >= 5,
            activity: activityByMonth[month - 1] * activityByWeekday[weekday] * (isHoliday ? 0.6 : 1) * (isIncident ? 0.8 : 1),
            signUps: signUpsByMonth[month - 1] * signUpsByWeekday[weekday] * (isHoliday ? 0.55 : 1) * (isIncident ? 0.85 : 1)
                * PortableMath.exp(monthlyGrowth * Double(age) / 30.4),
            isIncident: isIncident)
    }

    /// Monday first. Weekends are left to each customer's own habit.
    private static let activityByWeekday = [1.02, 1.08, 1.06, 1.02, 0.88, 1, 1]
    private static let signUpsByWeekday = [1.1, 1.2, 1.15, 1.05, 0.85, 0.35, 0.4]
    /// January first: people are away in July and August, and the year's end is short.
    private static let activityByMonth = [1, 1.02, 1.02, 1, 1, 0.98, 0.9, 0.88, 1.02, 1.03, 1.02, 0.94]
    private static let signUpsByMonth = [1.05, 1, 1.08, 1.02, 1, 0.95, 0.8, 0.76, 1.12, 1.1, 1.04, 0.85]
}
