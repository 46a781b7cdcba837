import Dashboards
import Domain
import Foundation

/// A panel as its template shows it.
enum PanelView {
    /// What differs between a page of the server and an exported file.
    struct Surroundings {
        /// Customers' ids lead to their pages.
        let linksCustomers: Bool
        /// Where a panel's data is as a CSV file.
        let csv: (Panel) -> String
    }

    static func view(_ panel: Panel, _ surroundings: Surroundings) -> View {
        var view: View = ["id": panel.id, "title": panel.title]
        if let target = panel.target { view["target"] = target }
        if let verdict = panel.verdict { view["verdict"] = self.verdict(verdict) }
        if let definition = panel.definition { view["definition"] = ["sentence": CodeText.parts(definition)] as View }
        view["panelTools"] = ["csvPath": surroundings.csv(panel), "csvName": panel.id + ".csv"] as View
        if let empty = panel.empty {
            view["empty"] = ["missing": empty.missing, "remedy": CodeText.parts(empty.remedy)] as View
            return view
        }
        if let headline = panel.headline { view["headline"] = headline }
        if let detail = panel.detail { view["detail"] = detail }
        guard let chart = panel.chart else {
            view["openTable"] = TableView.view(panel, surroundings)
            return view
        }
        switch chart.kind {
        case .words: view["words"] = WordCloudView.view(chart)
        case .status: view["state"] = ["tone": ToneView.name(chart.tones?.first ?? .muted)] as View
        case .gauge, .line, .bar, .donut: view["chart"] = self.chart(chart, panel)
        }
        if !panel.table.rows.isEmpty {
            view[chart.kind == .status ? "openTable" : "foldedTable"] = TableView.view(panel, surroundings)
        }
        return view
    }

    private static func verdict(_ verdict: Verdict) -> View {
        let (symbol, kind) =
            switch verdict {
            case .onTarget: ("✓", "good")
            case .offTarget: ("✗", "bad")
            case .provisional: ("~", "unsure")
            case .unknown: ("?", "unknown")
            }
        return ["symbol": symbol, "kind": kind, "word": verdict.text]
    }

    private static func chart(_ chart: Chart, _ panel: Panel) -> View {
        var view: View = [
            "json": json(chart), "kind": chart.kind.rawValue, "fileName": panel.id, "text": ChartText.text(chart, title: panel.title),
        ]
        if let verdict = panel.verdict { view["judged"] = verdict.rawValue }
        if chart.kind == .donut { view["legend"] = ["entries": legend(chart)] as View }
        return view
    }

    /// The names and shares of a ring's parts, so that colours are not needed to read it.
    private static func legend(_ chart: Chart) -> [View] {
        let values = chart.series.first?.values ?? []
        let sum = values.reduce(Decimal(0)) { $0 + ($1 ?? 0) }
        return zip(chart.labels, values).enumerated().map { index, pair in
            let (label, value) = pair
            let tone = chart.tones.flatMap { $0.indices.contains(index) ? $0[index] : nil } ?? .accent
            let share = value.flatMap { sum > 0 ? FigureText.percent($0 / sum * 100) : nil }
            return [
                "tone": ToneView.name(tone), "symbol": ToneView.symbol(tone), "label": label,
                "value": value.map(FigureText.short) ?? FigureText.unknown, "share": share ?? "",
            ]
        }
    }

    /// For the script that draws; the same shape as in the API.
    private static func json(_ chart: Chart) -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(chart)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }
}
