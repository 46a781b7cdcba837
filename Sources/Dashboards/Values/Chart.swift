public import Foundation

/// What a panel draws, without any word of how.
///
/// For `words`, labels are the phrases, the first series says how many answers mention each, the second their mean score,
/// and the one mark is the mean of all answers.
public struct Chart: Sendable, Hashable, Codable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// One value on a scale from minimum to maximum.
        case gauge
        case line
        case bar
        case donut
        case words
        /// One state; the series is empty and the panel's headline is the word.
        case status
    }

    /// What a colour stands for.
    public enum Tone: String, Sendable, Hashable, Codable, CaseIterable {
        case healthy
        case atRisk = "at_risk"
        case critical
        case accent
        case muted
    }

    public struct Series: Sendable, Hashable, Codable {
        public let name: String
        /// One per label; nil is unknown: a gap, never a zero.
        public let values: [Decimal?]
        public let tone: Tone?

        public init(name: String, values: [Decimal?], tone: Tone? = nil) {
            (self.name, self.values, self.tone) = (name, values, tone)
        }
    }

    /// A value worth a line across the chart: a target, or where a scale changes its meaning.
    public struct Mark: Sendable, Hashable, Codable {
        public let value: Decimal
        public let label: String

        public init(value: Decimal, label: String) { (self.value, self.label) = (value, label) }
    }

    public let kind: Kind
    public let labels: [String]
    public let series: [Series]
    /// One per label, where labels rather than series differ in meaning.
    public let tones: [Tone]?
    /// The ends of the scale; nil leaves them to the data.
    public let minimum: Decimal?
    public let maximum: Decimal?
    public let marks: [Mark]
    /// What the numbers count: `%`, `hours`, `points`.
    public let unit: String?
    /// Low and high end of what the gauge's value may really be.
    public let interval: [Decimal]?
    /// Whether the series stand on one another.
    public let isStacked: Bool

    public init(
        kind: Kind, labels: [String] = [], series: [Series] = [], tones: [Tone]? = nil, minimum: Decimal? = nil, maximum: Decimal? = nil,
        marks: [Mark] = [], unit: String? = nil, interval: [Decimal]? = nil, isStacked: Bool = false
    ) {
        (self.kind, self.labels, self.series, self.tones) = (kind, labels, series, tones)
        (self.minimum, self.maximum, self.marks) = (minimum, maximum, marks)
        (self.unit, self.interval, self.isStacked) = (unit, interval, isStacked)
    }
}
