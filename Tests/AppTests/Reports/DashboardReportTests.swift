import Dashboards
import Domain
import Foundation
import Testing

@testable import App

@Suite("A dashboard in the terminal")
struct DashboardReportTests {
    private let plain = Terminal(isTerminal: false, environment: [:])

    private let dashboard = Dashboard(
        name: .executive, title: "Executive overview", asOf: Moment(microseconds: 1_772_366_400_000_000),
        takenAt: Moment(microseconds: 1_772_366_400_000_000),
        panels: [
            Panel(
                id: "overall-health", title: "Overall health", definition: "The average score.", headline: "71.30",
                detail: "of 3 customers",
                target: "at least 70", verdict: .onTarget,
                chart: Chart(kind: .gauge, labels: ["a"], series: [Chart.Series(name: "a", values: [71])]),
                table: DataTable(columns: [.init("average_score", "Average score", .decimal)], rows: [[.number(71.3)]])),
            Panel(
                id: "trend", title: "Trend", choice: "Bounded",
                chart: Chart(
                    kind: .line, labels: ["1", "2", "3"], series: [Chart.Series(name: "Rate", values: [50, nil, 100])], unit: "%"),
                table: DataTable(columns: [.init("month", "Month", .text)], rows: [[.text("1")], [.text("2")], [.text("3")]])),
            Panel(
                id: "list", title: "At risk",
                table: DataTable(
                    columns: [
                        .init("customer", "Customer", .customer), .init("arr", "ARR", .money), .init("score", "Score", .integer),
                        .init("share", "Share", .percent), .init("at", "At", .moment),
                    ],
                    rows: [
                        [.text("=acme, \"Inc\""), .number(1_234.5), .number(1_000), .number(5), .text("2026-03-01T12:00:00Z")],
                        [.text("b"), .null, .null, .null, .null],
                    ] + (0..<20).map { [.text("c\($0)"), .number(1), .number(2), .null, .null] })),
            Panel(
                id: "nothing", title: "Nothing", table: DataTable(columns: [], rows: []),
                empty: EmptyState(missing: "No answers.", remedy: "Import some.")),
        ])

    @Test("shows figures, lines, the beginnings of tables, and what is missing")
    func table() throws {
        let text = try DashboardReport(dashboard).text(.table, on: plain)
        #expect(text.contains("Overall health  71.30  on target  target: at least 70\n  of 3 customers\n"))
        #expect(text.contains("Trend (bounded)\n  ▁ █  Rate: 50.00 to 100.00 %\n"))
        #expect(text.contains("=acme, \"Inc\"  1,234.50  1,000  5.00 %  2026-03-01 12:00 UTC\n"))
        #expect(text.contains("and 10 more: --panel list\n"))
        #expect(text.contains("Nothing\n  No answers.\n  Import some.\n"))
    }

    @Test("shows one panel whole, with what it means")
    func onePanel() throws {
        let text = try DashboardReport(dashboard, panel: "list").text(.table, on: plain)
        #expect(text.contains("c19") && !text.contains("--panel") && !text.contains("Overall"))
        #expect(try DashboardReport(dashboard, panel: "overall-health").text(.table, on: plain).contains("The average score."))
        #expect(throws: NoSuchPanel(id: "x", dashboard: .executive, existing: ["overall-health", "trend", "list", "nothing"])) {
            try DashboardReport(dashboard, panel: "x")
        }
    }

    @Test("is a snapshot's text in JSON, and in CSV a row per cell or one panel's table")
    func programs() throws {
        let json = try DashboardReport(dashboard).text(.json, on: plain)
        #expect(try Dashboard(jsonText: json) == dashboard)
        let cells = try DashboardReport(dashboard).text(.csv, on: plain)
        #expect(cells.hasPrefix("panel,row,column,value\r\noverall-health,1,average_score,71.3\r\ntrend,1,month,1\r\n"))
        #expect(cells.contains("list,2,arr,\r\n"))
        let table = try DashboardReport(dashboard, panel: "list").text(.csv, on: plain)
        #expect(table.hasPrefix("customer,arr,score,share,at\r\n\"'=acme, \"\"Inc\"\"\",1234.5,1000,5,2026-03-01T12:00:00Z\r\nb,,,,\r\n"))
    }
}
