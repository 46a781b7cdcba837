public import Domain

/// What a report looks back on: the moments from `from` up to, not including, `to`.
///
/// The weekly review looks back on the seven days up to its moment, the monthly ones on the newest calendar month that is over. A metric that
/// has a window of its own (NPS: 30 days, campaigns: 90) keeps it and is as of the report's moment, so that its digits are those of `mainstay metrics`.
public struct ReportPeriod: Sendable, Hashable, Codable {
    public let from: Moment
    public let to: Moment
    /// As a sentence names it: `7 days up to 2026-11-16`, `October 2026`.
    public let name: String

    public init(from: Moment, to: Moment, name: String) { (self.from, self.to, self.name) = (from, to, name) }

    /// The period of a report made as of a moment.
    public init(_ kind: ReportKind, asOf: Moment) {
        switch kind {
        case .weekly:
            let (year, month, day, _) = asOf.utc
            let end = CivilDate(year: year, month: month, day: day).map(\.description) ?? asOf.iso8601
            self.init(from: asOf.adding(days: -7), to: asOf, name: "7 days up to \(end)")
        case .monthly, .insights:
            let present = Month(containing: asOf)
            let month = present.adding(months: -1)
            self.init(from: month.start, to: present.start, name: month.words)
        }
    }

    /// The period of the same length before this one, with which its figures are compared.
    public func before(_ kind: ReportKind) -> ReportPeriod {
        switch kind {
        // The same calendar: a month before is a month, however long.
        case .weekly: ReportPeriod(kind, asOf: to.adding(days: -7))
        case .monthly, .insights: ReportPeriod(kind, asOf: from)
        }
    }
}

extension Month {
    private static let names = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]

    /// `October 2026`
    var words: String { "\(Self.names[month - 1]) \(year)" }
}
