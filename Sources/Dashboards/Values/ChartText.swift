import Domain
import Foundation

/// What a chart shows, in words, for those who do not see it.
public enum ChartText {
    /// Of the newest points of a line, which time will tell.
    public static let notObservable = "not observable yet"
    public static let unknown = "not known"
    /// More points than these are summed up; the table has them all.
    private static let told = 14

    public static func text(_ chart: Chart, title: String) -> String {
        var sentences = [title + "."]
        switch chart.kind {
        case .gauge: sentences.append(gauge(chart))
        case .line, .bar: sentences += chart.series.map { series($0, chart) }
        case .donut, .words, .status: sentences += chart.series.prefix(1).map { series($0, chart) }
        }
        if chart.kind != .words, !chart.marks.isEmpty {
            sentences.append("Marks: " + chart.marks.map { "\($0.label) (\(value($0.value, chart)))" }.joined(separator: ", ") + ".")
        }
        return sentences.joined(separator: " ")
    }

    private static func gauge(_ chart: Chart) -> String {
        let shown = chart.series.first?.values.first ?? nil
        var text = "Gauge: \(shown.map { value($0, chart) } ?? "unknown")"
        if let low = chart.minimum, let high = chart.maximum {
            text += " on a scale from \(NumberText.short(low)) to \(NumberText.short(high))"
        }
        if let interval = chart.interval, interval.count == 2 {
            text += "; the true value is likely between \(NumberText.short(interval[0])) and \(NumberText.short(interval[1]))"
        }
        return text + "."
    }

    private static func series(_ series: Chart.Series, _ chart: Chart) -> String {
        let name = series.name.isEmpty ? "" : series.name + ": "
        guard series.values.count > told else {
            let observed = chart.kind == .line ? series.values.lastIndex { $0 != nil } ?? -1 : series.values.count
            let points = zip(chart.labels, series.values).enumerated().map { index, pair in
                "\(pair.0) \(pair.1.map { value($0, chart) } ?? (index > observed ? notObservable : unknown))"
            }
            return name + points.joined(separator: ", ") + "."
        }
        let known = series.values.compactMap { $0 }
        guard let first = known.first, let last = known.last, let low = known.min(), let high = known.max() else {
            return name + unknown + "."
        }
        return name + "\(known.count) values from \(value(first, chart)) to \(value(last, chart)), "
            + "lowest \(value(low, chart)), highest \(value(high, chart))."
    }

    private static func value(_ value: Decimal, _ chart: Chart) -> String {
        NumberText.short(value) + (chart.unit.map { " " + $0 } ?? "")
    }
}
