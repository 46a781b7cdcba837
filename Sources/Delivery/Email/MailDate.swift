import Domain

/// `Mon, 05 Jan 2026 09:00:00 +0000`
enum MailDate {
    private static let days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func text(_ moment: Moment) -> String {
        let (year, month, day, rest) = moment.utc
        let seconds = Int(rest / Moment.microsecondsPerSecond)
        // 1970-01-01 was a Thursday.
        let weekday = Int((moment.startOfDay.microseconds / Moment.microsecondsPerDay + 4) % 7 + 7) % 7
        let time = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map(two).joined(separator: ":")
        return "\(days[weekday]), \(two(day)) \(months[month - 1]) \(year) \(time) +0000"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
