public import Dashboards
public import Foundation

/// One number with everything a reader needs to judge it.
public struct ReportFigure: Sendable, Hashable, Codable {
    /// What the number lies between with 95 % certainty.
    public struct Interval: Sendable, Hashable, Codable {
        public let low: Decimal
        public let high: Decimal

        public init(low: Decimal, high: Decimal) { (self.low, self.high) = (low, high) }
    }

    /// The target, and on which side of it things are well.
    public struct Target: Sendable, Hashable, Codable {
        public enum Side: String, Sendable, Hashable, Codable {
            case atLeast = "at_least"
            case atMost = "at_most"
            case moreThan = "more_than"
            case lessThan = "less_than"

            /// `at least`
            public var words: String { rawValue.replacing("_", with: " ") }
        }

        public let side: Side
        public let value: Decimal

        public init(_ side: Side, _ value: Decimal) { (self.side, self.value) = (side, value) }
    }

    /// Stable from report to report, in lower case with dots: `retention.month_1.newest`, `campaigns.at_risk.response_rate`.
    /// Two reports are compared by these.
    public let key: String
    public let title: String
    /// Null where it is unknown; then ``note`` says why.
    public let value: DataTable.Cell
    public let kind: DataTable.Column.Kind
    /// What an integer or a decimal counts, in the plural: `points`, `customers`, `hours`.
    public let unit: String?
    public let interval: Interval?
    /// Of how many the number speaks (n).
    public let sample: Int?
    public let target: Target?
    /// Against the target; nil where there is none.
    public let verdict: Verdict?
    /// The same figure a period before, by the same facts.
    public let previous: Decimal?
    /// What stands beside it: of which month, why unknown, what is pending.
    public let note: String?

    /// - Parameter verdict: nil derives it from value and target, as the rounded value tells; give it where the exact one is known.
    public init(
        _ key: String, _ title: String, _ value: DataTable.Cell, _ kind: DataTable.Column.Kind, unit: String? = nil,
        interval: Interval? = nil, sample: Int? = nil, target: Target? = nil, verdict: Verdict? = nil, previous: Decimal? = nil,
        note: String? = nil
    ) {
        (self.key, self.title, self.value, self.kind, self.unit) = (key, title, value, kind, unit)
        (self.interval, self.sample, self.target, self.previous, self.note) = (interval, sample, target, previous, note)
        self.verdict = verdict ?? target.map { Verdict(value.number.map($0.isReached(by:))) }
    }
}

extension ReportFigure.Target {
    func isReached(by value: Decimal) -> Bool {
        switch side {
        case .atLeast: value >= self.value
        case .atMost: value <= self.value
        case .moreThan: value > self.value
        case .lessThan: value < self.value
        }
    }
}

extension DataTable.Cell {
    /// Nil for what is no number.
    public var number: Decimal? {
        if case .number(let number) = self { number } else { nil }
    }
}
