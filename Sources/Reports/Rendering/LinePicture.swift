import Dashboards
import Domain
import Foundation

/// Values over time: a gap where one is unknown, never a zero.
struct LinePicture {
    private let chart: ReportChart
    private let scale: ReportScale

    private static let height = 216.0
    private static let (left, right, top, bottom) = (44.0, 14.0, 14.0, 28.0)
    /// More points than these are a line without dots.
    private static let dotted = 31

    init(_ chart: ReportChart) {
        self.chart = chart
        let values = chart.chart.series.flatMap { $0.values.compactMap { $0?.coordinate } }
        let intervals = (chart.intervals ?? []).compactMap { $0 }.flatMap { [$0.low.coordinate, $0.high.coordinate] }
        scale = ReportScale(
            values + intervals + chart.chart.marks.map(\.value.coordinate), minimum: chart.chart.minimum?.coordinate,
            maximum: chart.chart.maximum?.coordinate)
    }

    private func x(_ index: Int) -> Double {
        let count = max(1, chart.chart.labels.count - 1)
        let width = ReportSVG.width - Self.left - Self.right
        return chart.chart.labels.count == 1 ? Self.left + width / 2 : Self.left + width * Double(index) / Double(count)
    }

    private func y(_ value: Double) -> Double { Self.height - Self.bottom - (Self.height - Self.top - Self.bottom) * scale.part(value) }

    var drawn: (height: Double, marks: String) {
        var marks = axis
        for mark in chart.chart.marks {
            let y = y(mark.value.coordinate)
            marks += "<path class=\"mark\" d=\"M\(n(Self.left)) \(n(y))H\(n(ReportSVG.width - Self.right))\"/>"
            // Above the line, but inside the picture.
            marks += ReportSVG.text(mark.label, ReportSVG.width - Self.right, y < Self.top + 12 ? y + 13 : y - 5, "end", "mark-label")
        }
        for (index, interval) in (chart.intervals ?? []).enumerated() {
            guard let interval else { continue }
            let (x, low, high) = (x(index), y(interval.low.coordinate), y(interval.high.coordinate))
            marks += "<path class=\"whisker\" d=\"M\(n(x)) \(n(low))V\(n(high))M\(n(x - 4)) \(n(low))h8M\(n(x - 4)) \(n(high))h8\"/>"
        }
        for (index, series) in chart.chart.series.enumerated() { marks += line(series, index) }
        return (Self.height, marks)
    }

    private var axis: String {
        var marks = ""
        for tick in scale.ticks {
            let y = y(tick)
            marks += "<path class=\"grid\" d=\"M\(n(Self.left)) \(n(y))H\(n(ReportSVG.width - Self.right))\"/>"
            marks += ReportSVG.text(NumberText.short(Decimal(tick)), Self.left - 7, y + 4, "end", "tick")
        }
        // As many labels as fit, the last always among them: it is the newest.
        let labels = chart.chart.labels
        let longest = labels.map(\.count).max() ?? 1
        // The outermost are written inwards and take half as much again.
        let pitch = (ReportSVG.width - Self.left - Self.right) / Double(max(1, labels.count - 1))
        let step = max(1, Int(((Double(longest) * 13.5 + 6) / pitch).rounded(.up)))
        for index in labels.indices.reversed() where (labels.count - 1 - index) % step == 0 {
            let anchor = labels.count == 1 ? "middle" : index == labels.count - 1 ? "end" : index == 0 ? "start" : "middle"
            marks += ReportSVG.text(labels[index], x(index), Self.height - 8, anchor, "tick")
        }
        return marks
    }

    private func line(_ series: Chart.Series, _ index: Int) -> String {
        let tone = ReportSVG.tone(series.tone, index)
        var path = ""
        var dots = ""
        var isDrawing = false
        for (place, value) in series.values.enumerated() {
            guard let value, chart.chart.labels.indices.contains(place) else {
                isDrawing = false
                continue
            }
            let (x, y) = (x(place), y(value.coordinate))
            path += "\(isDrawing ? "L" : "M")\(n(x)) \(n(y))"
            isDrawing = true
            let isAlone =
                (place == 0 || series.values[place - 1] == nil) && (place + 1 >= series.values.count || series.values[place + 1] == nil)
            if isAlone || series.values.count <= Self.dotted {
                dots += "<circle class=\"\(tone) dot\" cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"3\"/>"
            }
        }
        return path.isEmpty ? "" : "<path class=\"\(tone) line s\(index % 6)\" d=\"\(path)\"/>" + dots
    }

    private func n(_ value: Double) -> String { ReportSVG.number(value) }
}
