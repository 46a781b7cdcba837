import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func nps(_ nps: NPS) -> Panel {
        let figure = nps.figure
        let shown = figure.score ?? figure.provisionalScore
        return Panel(
            id: "nps", title: "Net promoter score",
            definition: """
                100 × (promoters − detractors) ÷ answers of the last \(nps.windowDays) days; promoters gave 9 or 10, detractors 0 to 6. The interval \
                holds the score of all customers with 95 % certainty (adjusted Wald).
                """,
            headline: shown.map(NumberText.decimal) ?? "–", detail: detail(nps),
            target: "at least \(nps.target); \(nps.excellent) is excellent",
            verdict: figure.provisionalScore == nil ? Verdict(nps.reaches(nps.target)) : .provisional,
            chart: shown.map { score in
                Chart(
                    kind: .gauge, labels: ["NPS"], series: [Chart.Series(name: "NPS", values: [score], tone: .accent)],
                    minimum: -100, maximum: 100,
                    marks: [Chart.Mark(value: 0, label: "0"), Chart.Mark(value: Decimal(nps.target), label: "target \(nps.target)")],
                    unit: "points", interval: figure.interval.map { [$0.low, $0.high] })
            },
            table: DataTable(
                columns: [
                    .init("scope", "Of", .text), .init("name", "Which", .text), .init("total_responses", "Answers", .integer),
                    .init("nps_score", "NPS", .decimal), .init("provisional_score", "Provisional", .decimal),
                    .init("interval_low", "Interval from", .decimal), .init("interval_high", "to", .decimal),
                ],
                rows: [row("all", "All", figure)] + nps.segments.map { row("segment", $0.segment.rawValue, $0.figure) }
                    + nps.months.map { row("month", "\($0.month)", $0.figure) }),
            empty: figure.responses == 0
                ? EmptyState(
                    missing: "No survey was answered in the \(nps.windowDays) days up to then.",
                    remedy: "Import answers with `mainstay import FOLDER` (nps_surveys.csv).") : nil)
    }

    private static func detail(_ nps: NPS) -> String? {
        guard nps.figure.responses > 0 else { return nil }
        let count =
            nps.figure.score == nil
            ? "\(NumberText.count(nps.figure.responses)) of \(NumberText.count(nps.minimumResponses)) answers: provisional"
            : "\(NumberText.count(nps.figure.responses)) answers"
        return nps.figure.interval.map { "\(count), interval \(NumberText.decimal($0.low)) to \(NumberText.decimal($0.high))" } ?? count
    }

    private static func row(_ scope: String, _ name: String, _ figure: NPS.Figure) -> [DataTable.Cell] {
        [
            .text(scope), .text(name), .from(figure.responses), .from(figure.score), .from(figure.provisionalScore),
            .from(figure.interval?.low), .from(figure.interval?.high),
        ]
    }
}
