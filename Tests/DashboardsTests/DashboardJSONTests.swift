import Domain
import Foundation
import Testing

@testable import Dashboards

@Suite("A dashboard as JSON")
struct DashboardJSONTests {
    private let dashboard = Dashboard(
        name: .executive, title: "Executive overview", asOf: at("2026-06-15T09:30:00.5Z"), takenAt: now,
        panels: [
            Panel(
                id: "p", title: "P / \"Q\"", group: "g", choice: "c", definition: "d", headline: "71.35", detail: "of 3", target: "t",
                verdict: .onTarget,
                chart: Chart(
                    kind: .donut, labels: ["a", "b"],
                    series: [Chart.Series(name: "s", values: [Decimal(string: "71.35"), nil], tone: .atRisk)], tones: [.healthy, .muted],
                    minimum: -100, maximum: 100, marks: [Chart.Mark(value: 0, label: "0")], unit: "%", interval: [1, 2], isStacked: true),
                table: DataTable(
                    columns: [.init("on_target", "On target", .text), .init("n", "N", .integer), .init("x", "X", .decimal)],
                    rows: [[.text("12"), .number(12), .null], [.text(""), .number(Decimal(string: "-0.01")!), .text("x")]]),
                empty: EmptyState(missing: "m", remedy: "r")),
            Panel(id: "least", title: "Least", table: DataTable(columns: [], rows: [])),
        ])

    @Test("has snake_case keys in alphabetical order, bare cells, and leaves out what is not there")
    func text() throws {
        let panel = """
            {"chart":{"interval":[1,2],"is_stacked":true,"kind":"donut","labels":["a","b"],"marks":[{"label":"0","value":0}],"maximum":100,\
            "minimum":-100,"series":[{"name":"s","tone":"at_risk","values":[71.35,null]}],"tones":["healthy","muted"],"unit":"%"},\
            "choice":"c","definition":"d","detail":"of 3","empty":{"missing":"m","remedy":"r"},"group":"g","headline":"71.35","id":"p",\
            "table":{"columns":[{"kind":"text","name":"on_target","title":"On target"},{"kind":"integer","name":"n","title":"N"},\
            {"kind":"decimal","name":"x","title":"X"}],"rows":[["12",12,null],["",-0.01,"x"]]},"target":"t","title":"P / \\"Q\\"",\
            "verdict":"on_target"}
            """
        #expect(
            try dashboard.jsonText() == """
                {"as_of":"2026-06-15T09:30:00.5Z","name":"executive","panels":[\(panel),\
                {"id":"least","table":{"columns":[],"rows":[]},"title":"Least"}],"taken_at":"2026-06-15T09:30:00Z","title":"Executive overview"}
                """)
    }

    @Test("reads back as what it was")
    func roundTrip() throws {
        #expect(try Dashboard(jsonText: dashboard.jsonText()) == dashboard)
        #expect(try Dashboard(jsonText: dashboard.jsonText(indented: true)) == dashboard)
        #expect(throws: DecodingError.self) { try Dashboard(jsonText: #"{"name":"unknown"}"#) }
    }
}
