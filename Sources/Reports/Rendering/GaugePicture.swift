import Dashboards
import Domain
import Foundation

/// One value on its scale, with what it may really be.
struct GaugePicture {
    private let chart: Chart
    private let scale: ReportScale

    private static let (height, y) = (74.0, 34.0)
    private static let (left, right) = (20.0, 20.0)

    init(_ chart: Chart) {
        self.chart = chart
        let values = chart.series.flatMap { $0.values.compactMap { $0?.coordinate } } + (chart.interval ?? []).map(\.coordinate)
        scale = ReportScale(
            values + chart.marks.map(\.value.coordinate), minimum: chart.minimum?.coordinate, maximum: chart.maximum?.coordinate)
    }

    var drawn: (height: Double, marks: String) {
        var marks =
            "<rect class=\"track\" x=\"\(n(Self.left))\" y=\"\(n(Self.y - 5))\" width=\"\(n(ReportSVG.width - Self.left - Self.right))\" height=\"10\"/>"
        if let interval = chart.interval, interval.count == 2 {
            let (from, to) = (x(interval[0].coordinate), x(interval[1].coordinate))
            marks += "<rect class=\"band\" x=\"\(n(from))\" y=\"\(n(Self.y - 5))\" width=\"\(n(max(1, to - from)))\" height=\"10\"/>"
        }
        for mark in chart.marks {
            marks += "<path class=\"mark\" d=\"M\(n(x(mark.value.coordinate))) \(n(Self.y - 10))v20\"/>"
            marks += ReportSVG.text(mark.label, x(mark.value.coordinate), Self.y - 15, "middle", "mark-label")
        }
        if let value = chart.series.first?.values.first ?? nil {
            let x = x(value.coordinate)
            marks += "<circle class=\"\(ReportSVG.tone(chart.series.first?.tone, 0)) dot\" cx=\"\(n(x))\" cy=\"\(n(Self.y))\" r=\"7\"/>"
            marks += ReportSVG.text(NumberText.short(value), x, Self.y + 24, "middle", "name")
        }
        marks += ReportSVG.text(NumberText.short(Decimal(scale.low)), Self.left, Self.height - 4, "start", "tick")
        marks += ReportSVG.text(NumberText.short(Decimal(scale.high)), ReportSVG.width - Self.right, Self.height - 4, "end", "tick")
        return (Self.height, marks)
    }

    private func x(_ value: Double) -> Double { Self.left + (ReportSVG.width - Self.left - Self.right) * scale.part(value) }

    private func n(_ value: Double) -> String { ReportSVG.number(value) }
}
