/// A calendar month in UTC.
public struct Month: Sendable, Hashable, Comparable {
    /// Months since January of year 0.
    private let ordinal: Int

    public init?(year: Int, month: Int) {
        guard (1...12).contains(month) else { return nil }
        ordinal = year * 12 + month - 1
    }

    private init(ordinal: Int) { self.ordinal = ordinal }

    /// The month in which a moment lies.
    public init(containing moment: Moment) {
        let (year, month, _, _) = moment.utc
        ordinal = year * 12 + month - 1
    }

    /// Reads `YYYY-MM`.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 2, let year = Int(parts[0]), let month = Int(parts[1]) else {
            return nil
        }
        self.init(year: year, month: month)
    }

    public var year: Int { ordinal / 12 }
    public var month: Int { ordinal % 12 + 1 }

    public func adding(months: Int) -> Month { Month(ordinal: ordinal + months) }

    /// Midnight UTC of the first day.
    public var start: Moment {
        CivilDate(year: year, month: month, day: 1).map(\.start) ?? Moment(microseconds: 0)
    }

    public static func < (left: Month, right: Month) -> Bool { left.ordinal < right.ordinal }
}

extension Month: CustomStringConvertible {
    /// `YYYY-MM`.
    public var description: String { "\(padded(year, 4))-\(padded(month, 2))" }
}
