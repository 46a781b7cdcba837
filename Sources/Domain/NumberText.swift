public import Foundation

/// Numbers and times as people read them.
public enum NumberText {
    /// `1,674`
    public static func count(_ value: Int) -> String { (value < 0 ? "-" : "") + grouped(String(value.magnitude)) }

    /// `1 customer`, `1,674 customers`
    ///
    /// - Parameter many: nil is `one` with an s.
    public static func count(_ value: Int, _ one: String, _ many: String? = nil) -> String {
        "\(count(value)) \(value == 1 ? one : many ?? one + "s")"
    }

    /// `76.10`, `-1,234.50`; of a value with at most 2 decimals.
    public static func decimal(_ value: Decimal) -> String {
        let parts = "\(value.magnitude)".split(separator: ".", omittingEmptySubsequences: false)
        let fraction = parts.count > 1 ? String(parts[1]) : ""
        let padded = fraction + String(repeating: "0", count: max(0, 2 - fraction.count))
        return (value < 0 ? "-" : "") + grouped(String(parts[0])) + "." + padded
    }

    /// `48,000` or `48,000.50`
    public static func money(_ value: Decimal) -> String {
        let text = decimal(value)
        return text.hasSuffix(".00") ? String(text.dropLast(3)) : text
    }

    /// With as many decimals as it has, at most 2: `7`, `7.5`; a value with more is rounded half away from zero.
    public static func short(_ value: Decimal) -> String {
        var text = decimal(rounded(value, 2))
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// Half away from zero.
    public static func rounded(_ value: Decimal, _ places: Int) -> Decimal {
        var value = value
        var result = Decimal()
        NSDecimalRound(&result, &value, places, .plain)
        return result
    }

    /// `+20`, `-5`, `0`
    public static func signed(_ value: Int) -> String { value > 0 ? "+\(count(value))" : count(value) }

    /// `2026-11-01 09:30 UTC`, with seconds where there are any; what is less is cut.
    public static func moment(_ moment: Moment) -> String {
        let text = moment.iso8601.replacing("T", with: " ").prefix(19)
        return (text.hasSuffix(":00") ? text.dropLast(3) : text) + " UTC"
    }

    /// The longest fitting unit, rounded down: `3 days`, `5 hours`, `1 minute`, `moments`.
    public static func span(from start: Moment, to end: Moment) -> String {
        let minutes = Int((end.microseconds - start.microseconds) / (60 * Moment.microsecondsPerSecond))
        if minutes >= 2 * 1_440 { return "\(count(minutes / 1_440)) days" }
        if minutes >= 2 * 60 { return "\(count(minutes / 60)) hours" }
        if minutes == 1 { return "1 minute" }
        return minutes > 1 ? "\(minutes) minutes" : "moments"
    }

    private static func grouped(_ digits: String) -> String {
        var result = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
            result.append(digit)
        }
        return result
    }
}
