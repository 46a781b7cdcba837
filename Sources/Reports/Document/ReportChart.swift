public import Dashboards

/// A picture of numbers: a value of the dashboards with what a report adds to it. Its text equivalent, a sentence and a table, is made of it.
public struct ReportChart: Sendable, Hashable, Codable {
    /// What is seen, in a few words: `Retention after 1 month, newest 6 cohorts`.
    public let title: String
    /// Lines, bars and gauges are drawn; of a donut and of words, bars are made.
    public let chart: Chart
    /// One per label: between what the first series' value lies with 95 % certainty; nil within where unknown.
    public let intervals: [ReportFigure.Interval?]?
    /// How to read it.
    public let note: String?

    public init(_ title: String, _ chart: Chart, intervals: [ReportFigure.Interval?]? = nil, note: String? = nil) {
        (self.title, self.chart, self.intervals, self.note) = (title, chart, intervals, note)
    }
}
