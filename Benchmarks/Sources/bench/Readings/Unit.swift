import Foundation

/// What readings are counted in, and how they are written.
enum Unit: String, Sendable, Encodable {
    case seconds
    /// Rows or events per second.
    case perSecond = "per_second"
    case bytes

    /// The value with a unit that suits its size, with three digits or so.
    func text(_ value: Double) -> String {
        guard value.isFinite else { return "–" }
        switch self {
        case .seconds where value < 0.000_999_5: return Self.digits(value * 1_000_000) + " µs"
        case .seconds where value < 0.999_5: return Self.digits(value * 1_000) + " ms"
        case .seconds: return Self.digits(value) + " s"
        case .perSecond: return Self.grouped(value) + "/s"
        case .bytes where value < 999_500: return Self.digits(value / 1_000) + " kB"
        case .bytes: return Self.digits(value / 1_000_000) + " MB"
        }
    }

    static func digits(_ value: Double) -> String {
        switch abs(value) {
        case ..<9.995: String(format: "%.2f", value)
        case ..<99.95: String(format: "%.1f", value)
        default: grouped(value)
        }
    }

    static func grouped(_ value: Double) -> String { grouped(Int(value.rounded())) }

    static func grouped(_ value: Int) -> String {
        let digits = String(abs(value))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return value < 0 ? "-" + text : text
    }
}
