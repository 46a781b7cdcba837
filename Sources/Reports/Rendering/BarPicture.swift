import Dashboards
import Domain
import Foundation

/// Values of things side by side: bars from the left, so that names of any length can be read on a phone.
struct BarPicture {
    private let chart: Chart
    private let series: [Chart.Series]
    private let scale: ReportScale

    private static let (left, right) = (192.0, 62.0)
    private static let (bar, gap) = (13.0, 10.0)
    /// Names that need more room are cut; the table has them whole.
    private static let nameWidth = left - 12

    init(_ report: ReportChart) {
        chart = report.chart
        let series = chart.kind == .words || chart.kind == .donut ? Array(chart.series.prefix(1)) : chart.series
        let values =
            report.chart.isStacked
            ? report.chart.labels.indices.map { index in
                series.reduce(0.0) { $0 + ($1.values.indices.contains(index) ? $1.values[index]?.coordinate ?? 0 : 0) }
            } : series.flatMap { $0.values.compactMap { $0?.coordinate } }
        let zero = min(0, values.min() ?? 0)
        self.series = series
        scale = ReportScale(values + [zero], minimum: chart.minimum?.coordinate, maximum: chart.maximum?.coordinate)
    }

    var drawn: (height: Double, marks: String) {
        let rows = chart.isStacked ? 1 : max(1, series.count)
        let pitch = Double(rows) * (Self.bar + 1) + Self.gap
        let height = Double(chart.labels.count) * pitch + Self.gap
        var marks = "<path class=\"grid\" d=\"M\(n(x(0))) 4V\(n(height - 4))\"/>"
        for mark in chart.marks { marks += "<path class=\"mark\" d=\"M\(n(x(mark.value.coordinate))) 4V\(n(height - 4))\"/>" }
        for (place, label) in chart.labels.enumerated() {
            let top = Self.gap + Double(place) * pitch
            let middle = top + (pitch - Self.gap) / 2 + 4
            marks += ReportSVG.text(ReportSVG.fitted(label, Self.nameWidth), Self.left - 9, middle, "end", "name")
            marks += chart.isStacked ? stack(place, top) : bars(place, top)
        }
        return (height, marks)
    }

    private func bars(_ place: Int, _ top: Double) -> String {
        var marks = ""
        for (index, series) in series.enumerated() {
            let y = top + Double(index) * (Self.bar + 1)
            guard let value = series.values.indices.contains(place) ? series.values[place] : nil else {
                marks += ReportSVG.text("not known", x(0) + 5, y + 10, "start", "tick")
                continue
            }
            let tones = chart.tones.flatMap { $0.indices.contains(place) ? $0[place] : nil }
            let (from, to) = (x(min(0, value.coordinate)), x(max(0, value.coordinate)))
            marks +=
                "<rect class=\"\(ReportSVG.tone(tones ?? series.tone, index)) bar\" x=\"\(n(from))\" y=\"\(n(y))\" width=\"\(n(max(1, to - from)))\" height=\"\(n(Self.bar))\"/>"
            marks += ReportSVG.text(valueText(value), to + 5, y + 10.5, "start", "tick")
        }
        return marks
    }

    private func stack(_ place: Int, _ top: Double) -> String {
        var marks = ""
        var sum = 0.0
        for (index, series) in series.enumerated() {
            guard let value = series.values.indices.contains(place) ? series.values[place]?.coordinate : nil, value > 0 else { continue }
            let (from, to) = (x(sum), x(sum + value))
            marks +=
                "<rect class=\"\(ReportSVG.tone(series.tone, index)) bar\" x=\"\(n(from))\" y=\"\(n(top))\" width=\"\(n(max(0.5, to - from)))\" height=\"\(n(Self.bar))\"/>"
            sum += value
        }
        return marks + ReportSVG.text(valueText(Decimal(sum)), x(sum) + 5, top + 10.5, "start", "tick")
    }

    private func valueText(_ value: Decimal) -> String {
        chart.unit == "%" ? "\(NumberText.decimal(NumberText.rounded(value, 2))) %" : NumberText.short(value)
    }

    private func x(_ value: Double) -> Double { Self.left + (ReportSVG.width - Self.left - Self.right) * scale.part(value) }

    private func n(_ value: Double) -> String { ReportSVG.number(value) }
}
