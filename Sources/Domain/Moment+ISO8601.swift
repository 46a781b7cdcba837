/// Why a text is not a time.
public enum MomentError: Error, Hashable, Sendable {
    /// Not of the form `2026-01-31`, `2026-01-31T09:30:00Z`, `2026-01-31 09:30:00+02:00`.
    case notISO8601
    /// Of the right form, but no such day or hour: 2026-02-30, 25:00.
    case noSuchTime
}

extension Moment {
    /// Reads an ISO 8601 time. A date alone is 00:00 UTC; no offset means UTC; digits beyond the microsecond are cut.
    ///
    /// Also reads what PostgreSQL prints in ISO style (`2026-01-31 09:30:00.5+00`).
    public init(iso8601 text: String) throws(MomentError) {
        var copy = text
        let result = copy.withUTF8 { bytes in Result { () throws(MomentError) in try Moment(iso8601: bytes) } }
        self = try result.get()
    }

    /// The same from UTF-8 bytes, without making a string: imports read millions of them.
    public init(iso8601 bytes: UnsafeBufferPointer<UInt8>) throws(MomentError) {
        var scanner = DigitScanner(bytes: bytes)
        guard let year = scanner.digits(4), scanner.take("-"), let month = scanner.digits(2), scanner.take("-"),
            let day = scanner.digits(2)
        else { throw .notISO8601 }
        guard let date = CivilDate(year: year, month: month, day: day) else { throw .noSuchTime }
        guard !scanner.atEnd else {
            self = date.start
            return
        }
        guard scanner.take("T") || scanner.take("t") || scanner.take(" "), let hour = scanner.digits(2), scanner.take(":"),
            let minute = scanner.digits(2)
        else { throw .notISO8601 }
        var second = 0
        var fraction: Int64 = 0
        if scanner.take(":") {
            guard let seconds = scanner.digits(2) else { throw .notISO8601 }
            second = seconds
            if scanner.take(".") || scanner.take(",") {
                guard let microseconds = scanner.microseconds() else { throw .notISO8601 }
                fraction = microseconds
            }
        }
        guard let offset = scanner.offsetSeconds(), scanner.atEnd else { throw .notISO8601 }
        guard hour < 24, minute < 60, second < 60, abs(offset) < 86_400 else { throw .noSuchTime }
        let seconds = Int64(hour * 3_600 + minute * 60 + second - offset)
        self = date.start.adding(seconds: seconds).adding(microseconds: fraction)
    }

    /// `2026-01-31T09:30:00Z`, with a fraction only where there is one.
    public var iso8601: String {
        let (year, month, day, rest) = utc
        let seconds = Int(rest / Self.microsecondsPerSecond)
        var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))T"
        text += "\(padded(seconds / 3_600, 2)):\(padded(seconds / 60 % 60, 2)):\(padded(seconds % 60, 2))"
        var fraction = padded(Int(rest % Self.microsecondsPerSecond), 6)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return text + (fraction.isEmpty ? "Z" : ".\(fraction)Z")
    }
}

extension Moment: CustomStringConvertible {
    public var description: String { iso8601 }
}

/// Reads fixed-width digits and single letters from bytes.
private struct DigitScanner {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0

    init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    var atEnd: Bool { position == bytes.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private var digit: Int? {
        guard position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 else { return nil }
        return Int(bytes[position] - 0x30)
    }

    mutating func digits(_ count: Int) -> Int? {
        var value = 0
        for _ in 0..<count {
            guard let digit else { return nil }
            value = value * 10 + digit
            position += 1
        }
        return value
    }

    /// The digits after a decimal point, at least one, as microseconds.
    mutating func microseconds() -> Int64? {
        var value: Int64 = 0
        var read = 0
        while let digit {
            if read < 6 { value = value * 10 + Int64(digit) }
            read += 1
            position += 1
        }
        guard read > 0 else { return nil }
        for _ in min(read, 6)..<6 { value *= 10 }
        return value
    }

    /// Seconds east of UTC: nothing or `Z`, `+hh`, `+hhmm`, `+hh:mm`; nil when it is none of these.
    mutating func offsetSeconds() -> Int? {
        if atEnd || take("Z") || take("z") { return 0 }
        let sign: Int
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = digits(2) else { return nil }
        if atEnd { return sign * hours * 3_600 }
        _ = take(":")
        guard let minutes = digits(2), hours < 24, minutes < 60 else { return nil }
        return sign * (hours * 3_600 + minutes * 60)
    }
}
