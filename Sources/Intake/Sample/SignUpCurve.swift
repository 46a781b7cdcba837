import Domain

/// When customers signed up: customer 1 first, the last one shortly before the end, as many on each day as the calendar says.
struct SignUpCurve: Sendable {
    private let calendar: CompanyCalendar
    private let customers: Int
    /// Sign-ups up to the end of each day, as a share of all.
    private let share: [Double]
    /// The part of the last day's sign-ups that happens before the company's last moment.
    private let lastDayShare: Double

    init(calendar: CompanyCalendar, customers: Int) {
        (self.calendar, self.customers) = (calendar, customers)
        let timeOfLastDay = calendar.asOf.microseconds - calendar.start(ofDay: calendar.lastDay).microseconds
        lastDayShare = Self.shareOfDay(before: Double(timeOfLastDay) / Double(Moment.microsecondsPerDay))
        var weights = calendar.days.map(\.signUps)
        weights[weights.count - 1] *= lastDayShare
        let total = weights.reduce(0, +)
        var sum = 0.0
        share = weights.map { weight in
            sum += weight
            return sum / total
        }
    }

    /// - Parameters:
    ///   - number: the customer's number, from 1.
    ///   - jitter: in [0, 1): where between its neighbours the sign-up falls.
    func moment(number: Int, jitter: Double) -> Moment {
        let position = (Double(number - 1) + jitter) / Double(customers)
        let day = firstIndex(reaching: position)
        let before = day == 0 ? 0 : share[day - 1]
        var withinDay = (position - before) / (share[day] - before)
        if day == share.count - 1 { withinDay *= lastDayShare }
        let time = Self.timeOfDay(reaching: withinDay) * Double(Moment.microsecondsPerDay)
        let moment = calendar.start(ofDay: calendar.firstDay + day).adding(microseconds: Int64(time))
        return min(moment, calendar.asOf)
    }

    private func firstIndex(reaching position: Double) -> Int {
        var (low, high) = (0, share.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if share[middle] > position { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Sign-ups by hour of the day (UTC), as shares that add up to 1.
    private static let hours: [Double] = {
        let weights = [2, 1.5, 1.2, 1, 1, 1.5, 2.5, 4, 6, 7.5, 8, 7.5, 6.5, 7.5, 8.5, 8.5, 8, 7, 5.5, 4.5, 4, 3.5, 3, 2.5]
        let total = weights.reduce(0, +)
        return weights.map { $0 / total }
    }()

    /// The share of a day's sign-ups that has happened at this fraction of the day.
    private static func shareOfDay(before time: Double) -> Double {
        var sum = 0.0
        for (hour, weight) in hours.enumerated() {
            let passed = min(max(time * 24 - Double(hour), 0), 1)
            sum += weight * passed
        }
        return sum
    }

    /// The inverse of `shareOfDay`: the fraction of the day by which this share has happened.
    private static func timeOfDay(reaching share: Double) -> Double {
        var rest = share
        for (hour, weight) in hours.enumerated() {
            if rest < weight { return (Double(hour) + rest / weight) / 24 }
            rest -= weight
        }
        // Rounding may leave a crumb beyond the last hour.
        return 0.999_999
    }
}
