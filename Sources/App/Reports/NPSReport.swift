public import CustomerMetrics
import Domain
import Foundation

extension NPS: Report {
    public var page: Page {
        var page = Page("Net promoter score", "last \(Spoken.count(windowDays, "day", "days")), \(Page.asOf(asOf))")
        page.gap()
        var table = TextTable(.left(""), .left(""))
        table.add("NPS", headline(&page))
        table.add("Responses", .strong(NumberText.count(figure.responses)) + .faint("  a score counts from \(minimumResponses) on"))
        let rate = page.figure(responseRate.percent, else: "no survey was deployed in these days") {
            InkedText("\(NumberText.decimal($0)) %  ")
                + Page.mark(responseRate.reaches(Decimal(targetResponseRate)), target: "\(targetResponseRate)")
                + .faint("  \(NumberText.count(responseRate.part)) of \(NumberText.count(responseRate.whole)) deployed")
        }
        table.add("Answered", rate)
        page.add(table)
        if figure.responses > 0 {
            page.gap()
            var shares = TextTable(.left(""), .right(""), .right(""), .left(""))
            for (name, rate, ink) in [
                ("Promoters (9–10)", promoters, Ink.good), ("Passives (7–8)", passives, .plain), ("Detractors (0–6)", detractors, .bad),
            ] {
                shares.add(
                    InkedText(name, ink), InkedText(NumberText.count(rate.part)),
                    InkedText(rate.percent.map { "\(NumberText.decimal($0)) %" } ?? "–"),
                    InkedText(Bar.horizontal(rate.part, of: rate.whole, width: 40), ink))
            }
            page.add(shares)
        }
        addFigures("Segment", segments.map { ($0.segment.rawValue, $0.figure) }, to: &page)
        addFigures("Month", months.map { ("\($0.month)", $0.figure) }, to: &page)
        return page
    }

    private func headline(_ page: inout Page) -> InkedText {
        if let score = figure.score {
            let excellent: InkedText = reaches(excellent) == true ? .faint(", excellent from \(excellent) on") : ""
            return .strong(NumberText.decimal(score)) + InkedText(figure.intervalText) + "  "
                + Page.mark(reaches(target), target: "\(target)") + excellent
        }
        return page.figure(figure.provisionalScore, else: "no responses in these days, so there is no score") { score in
            InkedText("\(NumberText.decimal(score))\(figure.intervalText)") + InkedText("  provisional", .warning)
                + .faint(": fewer than \(minimumResponses) responses")
        }
    }

    private func addFigures(_ title: String, _ figures: [(String, Figure)], to page: inout Page) {
        guard !figures.isEmpty else { return }
        page.gap()
        var table = TextTable(.left(title), .right("Responses"), .right("NPS"), .left("95 % interval"), .left(""))
        for (name, figure) in figures {
            table.add(
                InkedText(name), InkedText(NumberText.count(figure.responses)),
                InkedText((figure.score ?? figure.provisionalScore).map(NumberText.decimal) ?? "–"),
                InkedText(figure.intervalText.trimmingPrefix(" ").description),
                figure.score == nil ? .faint("too few") : "")
        }
        page.add(table)
    }

    public var csv: CSVTable {
        func row(_ name: String, _ figure: Figure) -> [String] {
            [
                name, .csv(figure.responses), .csv(figure.score), .csv(figure.provisionalScore), .csv(figure.interval?.low),
                .csv(figure.interval?.high),
            ]
        }
        return CSVTable(
            ["segment", "total_responses", "nps_score", "provisional_score", "interval_low", "interval_high"],
            rows: [row("All", figure)] + segments.map { row($0.segment.rawValue, $0.figure) })
    }
}

extension NPS.Figure {
    /// ` [12.30, 45.60]`, or nothing.
    fileprivate var intervalText: String {
        interval.map { " [\(NumberText.decimal($0.low)), \(NumberText.decimal($0.high))]" } ?? ""
    }
}
