import Dashboards
import Domain

/// The shape of a dashboard: that of its snapshots. What has no value is not there.
enum DashboardSchemas {
    static let all: [(String, Schema)] = [("Dashboard", dashboard), ("Panel", panel), ("Chart", chart), ("DataTable", table)]

    private static let dashboard = Schema.object([
        "name": .choice(of: DashboardName.self), "title": .text, "as_of": .moment, "taken_at": .moment,
        "panels": .list(of: .named("Panel")),
    ])

    private static let panel = Schema.object(
        ["id": .text, "title": .text, "table": .named("DataTable")],
        optional: [
            "group": Schema.text.described("Panels of one group are alternatives."), "choice": .text, "definition": .text,
            "headline": .text, "detail": .text, "target": .text, "verdict": .choice(of: Verdict.self), "chart": .named("Chart"),
            "empty": .object(["missing": .text, "remedy": .text]),
        ])

    private static let tone = Schema.choice(of: Chart.Tone.self)

    private static let chart = Schema.object(
        [
            "kind": .choice(of: Chart.Kind.self), "labels": .list(of: .text),
            "series": .list(of: .object(["name": .text, "values": .list(of: Schema.number.orNull)], optional: ["tone": tone])),
            "marks": .list(of: .object(["value": .number, "label": .text])), "is_stacked": .truth,
        ],
        optional: [
            "tones": .list(of: tone), "minimum": .number, "maximum": .number, "unit": .text, "interval": .list(of: .number, lengths: 2...2),
        ])

    private static let table = Schema.object([
        "columns": .list(of: .object(["name": .text, "title": .text, "kind": .choice(of: DataTable.Column.Kind.self)])),
        "rows": .list(of: .list(of: Schema.cell)),
    ])
}

extension Schema {
    fileprivate static let cell = oneOf([.text.orNull, .number])
}
