import Dashboards
import Domain
import Foundation

/// What every rendering says of a figure.
extension ReportFigure {
    /// `85.20 %`, `1,204`, `–`.
    public var valueText: String { value.text(kind) }

    /// `at least 85 %`
    var targetText: String? {
        target.map { "\($0.side.words) \(NumberText.short($0.value))\(kind == .percent ? " %" : "")" }
    }

    /// `7 days before 84.10 (+1.10)`: what it was, and by how much it moved.
    var previousText: String? {
        guard let previous else { return nil }
        let text = DataTable.Cell.number(previous).text(kind)
        guard let number = value.number else { return text }
        return "\(text) (\(Self.signed(number - previous, kind)))"
    }

    /// `12.30 to 20.10`
    var intervalText: String? {
        interval.map(\.words)
    }

    /// All that stands beside the value, each with what it is: `target`, `before`, `95 % interval`, `n`.
    var details: [(name: String, text: String)] {
        var details: [(String, String)] = []
        if let targetText { details.append(("target", targetText)) }
        if let previousText { details.append(("before", previousText)) }
        if let intervalText { details.append(("95 % interval", intervalText)) }
        if let sample { details.append(("n", NumberText.count(sample))) }
        return details
    }

    /// A difference with its sign: `+1.10`, `-3`, `0`.
    static func signed(_ difference: Decimal, _ kind: DataTable.Column.Kind) -> String {
        if difference == 0 { return "0" }
        let text =
            kind == .integer || kind == .money
            ? NumberText.money(NumberText.rounded(difference, 2)) : NumberText.decimal(NumberText.rounded(difference, 2))
        return difference > 0 ? "+" + text : text
    }
}

extension ReportDocument {
    /// `As of 2026-11-16 07:00 UTC; it looks back on October 2026.`
    var momentText: String { "As of \(NumberText.moment(asOf)); it looks back on \(kind == .weekly ? "the " : "")\(period.name)." }
}

extension ReportChart {
    /// What is seen, in sentences.
    var words: String { ChartText.text(chart, title: title) }

    /// The chart's numbers: a row per label.
    var table: DataTable {
        let kind: DataTable.Column.Kind = chart.unit == "%" ? .percent : .decimal
        if chart.kind == .gauge {
            return DataTable(
                columns: [.init("name", "", .text), .init("value", chart.unit ?? "Value", kind)],
                rows: chart.series.map { [.text($0.name), .from($0.values.first ?? nil)] }
                    + (chart.interval.map { ends in zip(["from", "to"], ends).map { [.text("likely \($0)"), .number($1)] } } ?? [])
                    + chart.marks.map { [.text($0.label), .number($0.value)] })
        }
        let series = chart.kind == .words ? Array(chart.series.prefix(1)) : chart.series
        let whole = series.allSatisfy { $0.values.allSatisfy { $0.map { NumberText.rounded($0, 0) == $0 } ?? true } }
        var columns: [DataTable.Column] = [.init("label", "", .text)]
        columns += series.enumerated().map {
            .init("series_\($0)", $1.name.isEmpty ? chart.unit ?? "Value" : $1.name, whole && kind == .decimal ? .integer : kind)
        }
        if intervals != nil { columns += [.init("low", "95 % from", .decimal), .init("high", "to", .decimal)] }
        let rows = chart.labels.indices.map { index -> [DataTable.Cell] in
            var cells: [DataTable.Cell] = [.text(chart.labels[index])]
            cells += series.map { .from($0.values.indices.contains(index) ? $0.values[index] : nil) }
            if let intervals {
                let interval = intervals.indices.contains(index) ? intervals[index] : nil
                cells += [.from(interval?.low), .from(interval?.high)]
            }
            return cells
        }
        return DataTable(columns: columns, rows: rows)
    }
}
