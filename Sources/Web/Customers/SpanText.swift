import Domain
import Foundation

/// Lengths of time and changes as pages say them.
enum SpanText {
    /// `3 days`, `5 hours`, `less than a minute`: the largest unit that fits, cut down.
    static func length(from: Moment, to: Moment) -> String {
        let seconds = max(0, (to.microseconds - from.microseconds) / Moment.microsecondsPerSecond)
        for (length, word) in [(86_400, "day"), (3_600, "hour"), (60, "minute")] as [(Int64, String)] where seconds >= length {
            return count(Int(seconds / length), word)
        }
        return "less than a minute"
    }

    /// `1 day`, `2 days`.
    static func count(_ number: Int, _ word: String) -> String {
        "\(FigureText.integer(.init(number))) \(word)\(number == 1 ? "" : "s")"
    }

    /// `+5`, `−12`, `0`.
    static func signed(_ points: Int) -> String { points > 0 ? "+\(points)" : points < 0 ? "−\(-points)" : "0" }

    /// The class of a change: colour beside the sign.
    static func direction(_ points: Int) -> String { points > 0 ? "up" : points < 0 ? "down" : "same" }
}
