public import Dashboards
import Domain
import Foundation
import Web

/// How a dashboard is written.
public enum DashboardFormat: String, Sendable, Hashable, CaseIterable {
    case table
    case json
    case csv
    /// One file that needs nothing else.
    case html
}

/// A dashboard for the terminal, for programs and for spreadsheets.
public struct DashboardReport: Sendable {
    /// Longer tables are cut where the whole dashboard is shown; one panel is shown whole.
    private static let rowsShown = 12

    private let dashboard: Dashboard
    private let isOnePanel: Bool

    public init(_ dashboard: Dashboard) { (self.dashboard, isOnePanel) = (dashboard, false) }

    /// One of its panels alone.
    ///
    /// - Throws: ``NoSuchPanel``.
    public init(_ dashboard: Dashboard, panel id: String) throws(NoSuchPanel) {
        guard let panel = dashboard.panels.first(where: { $0.id == id }) else {
            throw NoSuchPanel(id: id, dashboard: dashboard.name, existing: dashboard.panels.map(\.id))
        }
        self.dashboard = Dashboard(
            name: dashboard.name, title: dashboard.title, asOf: dashboard.asOf, takenAt: dashboard.takenAt, panels: [panel])
        isOnePanel = true
    }

    /// - Throws: `EncodingError`; `WebFilesError` of HTML when the program is not installed whole.
    public func text(_ format: DashboardFormat, on terminal: Terminal) throws -> String {
        switch format {
        case .table: page.text(coloured: terminal.isColoured)
        case .json: try dashboard.jsonText(indented: true) + "\n"
        case .csv: csv
        case .html: try DashboardExport.html(dashboard)
        }
    }

    var page: Page {
        var page = Page(dashboard.title, Page.asOf(dashboard.asOf))
        for panel in dashboard.panels {
            page.gap()
            page.add(Self.title(panel))
            if let detail = panel.detail { page.add(.faint(detail)) }
            if let empty = panel.empty {
                page.add(InkedText(empty.missing, .warning))
                page.add(.faint(empty.remedy))
            } else {
                add(panel, to: &page)
            }
            if isOnePanel, let definition = panel.definition { page.note(definition) }
        }
        return page
    }

    private static func title(_ panel: Panel) -> InkedText {
        var line = InkedText.strong(panel.choice.map { "\(panel.title) (\($0.lowercased()))" } ?? panel.title)
        if let headline = panel.headline { line = line + "  " + .strong(headline) }
        if let verdict = panel.verdict { line = line + "  " + InkedText(verdict.text, verdict.ink) }
        if let target = panel.target { line = line + .faint("  target: \(target)") }
        return line
    }

    private func add(_ panel: Panel, to page: inout Page) {
        if let chart = panel.chart, chart.kind == .line, !isOnePanel {
            for series in chart.series { page.add(Self.line(series, chart)) }
            return
        }
        // The headline has said it all.
        if let chart = panel.chart, chart.kind == .gauge || chart.kind == .status, !isOnePanel { return }
        let rows = isOnePanel ? panel.table.rows[...] : panel.table.rows.prefix(Self.rowsShown)
        // Long texts would push all else off the screen.
        let columns = panel.table.columns.enumerated().filter { isOnePanel || $0.element.name != "newest_answers" }
        var table = TextTable(
            columns.map { $0.element.kind.isNumber ? .right($0.element.title) : .left($0.element.title) })
        for row in rows { table.add(columns.map { Self.shown(row[$0.offset], $0.element.kind) }) }
        page.add(table)
        let left = panel.table.rows.count - rows.count
        if left > 0 { page.add(.faint("and \(NumberText.count(left)) more: --panel \(panel.id)")) }
    }

    /// `▁▂▅█  Average score: 61.20 to 71.35`
    private static func line(_ series: Chart.Series, _ chart: Chart) -> InkedText {
        // At most so many columns, each the newest value of its share of the points.
        let step = max(1, (series.values.count + 59) / 60)
        let points = stride(from: series.values.count - 1, through: 0, by: -step).reversed().map { series.values[$0] }
        let values = points.map { $0.map { NSDecimalNumber(decimal: $0).doubleValue } }
        let known = series.values.compactMap { $0 }
        guard let first = known.first, let last = known.last else { return .faint("\(series.name): –") }
        let numbers = values.compactMap { $0 }
        return InkedText(Bar.sparkline(values, from: numbers.min() ?? 0, to: numbers.max() ?? 0)) + "  "
            + .faint("\(series.name): \(NumberText.decimal(first)) to \(NumberText.decimal(last))\(chart.unit.map { " \($0)" } ?? "")")
    }

    private static func shown(_ cell: DataTable.Cell, _ kind: DataTable.Column.Kind) -> InkedText {
        switch (cell, kind) {
        case (.null, _): .faint("–")
        case (.text(let text), .moment): InkedText((try? Moment(iso8601: text)).map(NumberText.moment) ?? text)
        case (.text(let text), _): InkedText(text)
        case (.number(let number), .integer): InkedText(NumberText.money(number))
        case (.number(let number), .money): InkedText(NumberText.money(number))
        case (.number(let number), .percent): InkedText("\(NumberText.decimal(number)) %")
        case (.number(let number), _): InkedText(NumberText.decimal(number))
        }
    }

    /// One panel is its table, as its page offers it. Several have columns of their own, so that there each cell is a row: panel, row, column, value.
    private var csv: String {
        if isOnePanel, let table = dashboard.panels.first?.table { return PanelCSV.text(table) }
        return CSVTable(
            ["panel", "row", "column", "value"],
            rows: dashboard.panels.flatMap { panel in
                panel.table.rows.enumerated().flatMap { index, row in
                    zip(panel.table.columns, row).map { [panel.id, "\(index + 1)", $0.name, Self.plain($1)] }
                }
            }
        ).text
    }

    private static func plain(_ cell: DataTable.Cell) -> String {
        switch cell {
        case .null: ""
        case .text(let text): text
        case .number(let number): "\(number)"
        }
    }
}

extension DataTable.Column.Kind {
    fileprivate var isNumber: Bool {
        switch self {
        case .integer, .decimal, .percent, .money: true
        case .text, .moment, .customer: false
        }
    }
}

extension Verdict {
    fileprivate var ink: Ink {
        switch self {
        case .onTarget: .good
        case .offTarget: .bad
        case .provisional: .warning
        case .unknown: .faint
        }
    }
}
