import Dashboards
import Domain
import Foundation

/// Dashboards that have a panel of each kind.
enum SampleDashboards {
    static func snapshot(_ name: DashboardName, id: Int64, asOf: Moment = Then.night) -> DashboardSnapshot {
        DashboardSnapshot(id: id, dashboard: dashboard(name, asOf: asOf))
    }

    static func dashboard(_ name: DashboardName = .executive, asOf: Moment = Then.night) -> Dashboard {
        Dashboard(
            name: name, title: name.title, asOf: asOf, takenAt: asOf.adding(seconds: 2),
            panels: [health, unbounded, bounded, nps, distribution, alerts, responses, themes, state, nothing])
    }

    static let health = Panel(
        id: "overall-health", title: "Overall health", definition: "The mean of all customers' scores.", headline: "71.35",
        detail: "of 1,934 customers", target: "at least 70", verdict: .onTarget,
        chart: Chart(
            kind: .gauge, labels: ["Overall health"], series: [.init(name: "Overall health", values: [Decimal(string: "71.35")])],
            minimum: 0, maximum: 100, marks: [.init(value: 70, label: "Target")]),
        table: DataTable(columns: [.init("score", "Score", .decimal)], rows: [[.number(Decimal(string: "71.35") ?? 0)]]))

    static let unbounded = retention("unbounded", "Unbounded", [90, 88, 86, 87, nil, nil])
    static let bounded = retention("bounded", "Bounded", [80, 79, 81, 78, 77, nil])

    private static func retention(_ kind: String, _ choice: String, _ values: [Decimal?]) -> Panel {
        let months = ["May", "Jun", "Jul", "Aug", "Sep", "Oct"]
        return Panel(
            id: "retention-\(kind)", title: "Retention, 1 month", group: "retention", choice: choice,
            definition: "Customers active in the month after.", headline: "87.00 %", target: "at least 85 %", verdict: .onTarget,
            chart: Chart(
                kind: .line, labels: months, series: [.init(name: "Retention", values: values)], minimum: 0, maximum: 100,
                marks: [.init(value: 85, label: "Target")], unit: "%"),
            table: DataTable(
                columns: [.init("month", "Month", .text), .init("retention", "Retention", .percent)],
                rows: zip(months, values).map { [.text($0), $1.map { .number($0) } ?? .null] }))
    }

    static let nps = Panel(
        id: "nps", title: "NPS", headline: "12.50", detail: "64 of 100 answers, between -4.1 and 29.1", target: "at least 0",
        verdict: .provisional,
        chart: Chart(
            kind: .gauge, labels: ["NPS"], series: [.init(name: "NPS", values: [12.5])], minimum: -100, maximum: 100,
            marks: [.init(value: 0, label: "Target"), .init(value: 30, label: "Stretch")], interval: [-4, 29]),
        table: DataTable(columns: [.init("nps", "NPS", .decimal)], rows: [[.number(12.5)]]))

    static let distribution = Panel(
        id: "distribution", title: "Customer distribution", headline: "1,934", detail: "active customers",
        chart: Chart(
            kind: .donut, labels: ["Healthy", "At risk", "Critical"], series: [.init(name: "Customers", values: [1_290, 480, 164])],
            tones: [.healthy, .atRisk, .critical]),
        table: DataTable(
            columns: [.init("status", "Status", .text), .init("customers", "Customers", .integer)],
            rows: [[.text("Healthy"), .number(1_290)], [.text("At risk"), .number(480)], [.text("Critical"), .number(164)]]))

    static let alerts = Panel(
        id: "critical-customers", title: "Turned critical in the last 24 hours", headline: "2",
        table: DataTable(
            columns: [
                .init("customer", "Customer", .customer), .init("name", "Name", .text), .init("arr", "ARR", .money),
                .init("since", "Since", .moment), .init("score", "Score", .integer),
            ],
            rows: [
                [.text("C-0007"), .text("Ada & Sons"), .number(48_000), .text("2026-10-31T21:04:00Z"), .number(31)],
                [.text("a/b ?"), .text("=cmd()"), .null, .text("2026-10-31T23:40:00Z"), .number(12)],
            ]))

    static let responses = Panel(
        id: "responses", title: "Campaign response rates", headline: "14.20 %", target: "per type", verdict: .offTarget,
        chart: Chart(
            kind: .bar, labels: ["At risk", "Critical", "Win-back"],
            series: [
                .init(name: "Response", values: [14.2, 22.5, 6.1], tone: .accent),
                .init(name: "Target", values: [15, 20, 5], tone: .muted),
            ],
            unit: "%"),
        table: DataTable(
            columns: [.init("type", "Type", .text), .init("rate", "Rate", .percent)],
            rows: [[.text("At risk"), .number(14.2)], [.text("Critical"), .number(22.5)], [.text("Win-back"), .number(6.1)]]))

    static let themes = Panel(
        id: "themes", title: "NPS feedback themes", definition: "Words and two-word phrases of the last 90 days' answers.",
        chart: Chart(
            kind: .words, labels: ["slow export", "support", "onboarding", "price"],
            series: [.init(name: "mentions", values: [40, 22, 12, 4]), .init(name: "mean score", values: [4.1, 9.2, 7.1, nil])],
            marks: [.init(value: 7, label: "Mean of all answers")]),
        table: DataTable(
            columns: [.init("phrase", "Phrase", .text), .init("score", "Score", .integer), .init("answer", "Answer", .text)],
            rows: [
                [.text("slow export"), .number(3), .text("The slow export costs us an hour")],
                [.text("support"), .number(10), .text("Great support")],
            ]))

    static let state = Panel(
        id: "status", title: "System status", headline: "Warning", detail: "CRM success below 95 %", verdict: .offTarget,
        chart: Chart(kind: .status, tones: [.atRisk]),
        table: DataTable(columns: [.init("reason", "Reason", .text)], rows: [[.text("CRM success 93.10 %")]]))

    static let nothing = Panel(
        id: "churn-reasons", title: "Top churn reasons", table: DataTable(columns: [.init("reason", "Reason", .text)], rows: []),
        empty: EmptyState(missing: "No exit survey was answered.", remedy: "Import exit_surveys.csv."))

    /// Everything that can hold a text holds this.
    static func hostile(_ text: String) -> Dashboard {
        let chart = Chart(
            kind: .bar, labels: [text], series: [.init(name: text, values: [1])], marks: [.init(value: 1, label: text)], unit: text)
        let words = Chart(
            kind: .words, labels: [text], series: [.init(name: "mentions", values: [1]), .init(name: "mean score", values: [1])])
        let kinds: [DataTable.Column.Kind] = [.text, .moment, .customer]
        let table = DataTable(columns: kinds.map { .init(text, text, $0) }, rows: [kinds.map { _ in .text(text) }])
        let pictures: [Chart?] = [chart, words, nil]
        let panels = pictures.enumerated().map { index, chart in
            Panel(
                id: "panel-\(index)", title: text, group: text, choice: text, definition: text, headline: text, detail: text, target: text,
                verdict: .unknown, chart: chart, table: table)
        }
        let empty = Panel(id: "empty", title: text, table: table, empty: EmptyState(missing: text, remedy: text))
        return Dashboard(name: .executive, title: text, asOf: Then.night, takenAt: Then.night, panels: panels + [empty])
    }
}
