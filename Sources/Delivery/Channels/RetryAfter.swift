import Domain
import Foundation

/// The header `Retry-After`: seconds, or a date.
enum RetryAfter {
    /// Nobody can ask to be left alone for longer: the message would be lost.
    static let longest: Int64 = 86_400

    /// - Returns: at least 1 second, at most ``longest``; nil for what is neither.
    static func seconds(_ text: String, now: Moment) -> Int64? {
        let text = text.trimmingCharacters(in: .whitespaces)
        let wanted: Int64
        if !text.isEmpty, text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
            wanted = Int64(text) ?? longest
        } else if let date = date(text) {
            let microseconds = Int64(date.timeIntervalSince1970) * Moment.microsecondsPerSecond - now.microseconds
            wanted = (microseconds + Moment.microsecondsPerSecond - 1) / Moment.microsecondsPerSecond
        } else {
            return nil
        }
        return min(longest, max(1, wanted))
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`
    private static func date(_ text: String) -> Date? {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.date(from: text)
    }
}
