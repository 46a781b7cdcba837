import Dashboards
import Domain
import Foundation

extension ThemeReport {
    private static let quotesPerTheme = 2

    var section: ReportSection {
        guard let average, answers > 0 else {
            return ReportSection(
                id: "themes", title: "What customers write about",
                [
                    .empty(
                        EmptyState(
                            missing: "No word was mentioned by 3 survey answers of the \(windowDays) days up to then.",
                            remedy: "Import answers with a feedback_text (nps_surveys.csv)."))
                ])
        }
        var blocks: [ReportBlock] = [
            .paragraph(
                "\(NumberText.count(answers, "answer")) of \(windowDays) days \(answers == 1 ? "has" : "have") a text; their mean score is \(NumberText.decimal(average)). A theme is shown "
                    + "when at least \(Self.enough) answers mention it and their mean is at least \(NumberText.money(Self.distance)) point from that of all."
            )
        ]
        for (title, themes) in [("Where scores are low", low), ("Where scores are high", high)] where !themes.isEmpty {
            blocks.append(.table(table(title, themes, average)))
            let quotes = themes.flatMap { theme in
                theme.quotes.prefix(Self.quotesPerTheme).map {
                    ReportQuote($0.text, source: "about \(theme.phrase.asQuoted), gave \($0.score)")
                }
            }
            if !quotes.isEmpty { blocks.append(.quotes(quotes)) }
        }
        if low.isEmpty && high.isEmpty { blocks.append(.paragraph("No theme stands out by its scores.")) }
        if !common.isEmpty {
            blocks.append(
                .table(
                    table(
                        "Mentioned most often, with scores not different from those of all", common, average,
                        note:
                            "What at least \(Self.common) % of the answers mention, with a mean less than \(NumberText.money(Self.distance)) point from that of all."
                    )))
        }
        return ReportSection(id: "themes", title: "What customers write about", blocks)
    }

    private func table(_ title: String, _ themes: [Theme], _ average: Decimal, note: String? = nil) -> ReportTable {
        ReportTable(
            title,
            DataTable(
                columns: [
                    .init("phrase", "Theme", .text), .init("mentions", "Answers", .integer), .init("average_score", "Mean score", .decimal),
                    .init("difference", "Against all", .decimal),
                ],
                rows: themes.map { [.text($0.phrase), .from($0.mentions), .from($0.averageScore), .from($0.averageScore - average)] }),
            note: note)
    }

    var findings: [ReportFinding] {
        guard let worst = low.first, let average else { return [] }
        return [
            ReportFinding(
                "Those who write about \(worst.phrase.asQuoted) score \(NumberText.decimal(worst.averageScore)) on average (\(NumberText.count(worst.mentions)) "
                    + "of \(NumberText.count(answers)) answers in \(windowDays) days); all together score \(NumberText.decimal(average)).",
                .neutral, section: "themes")
        ]
    }

    var decisions: [ReportDecision] {
        guard let worst = low.first, let average else { return [] }
        return [
            ReportDecision(
                "Decide who takes on \(worst.phrase.asQuoted)",
                because: "\(NumberText.count(worst.mentions)) survey answers of \(windowDays) days mention it, with a mean score of "
                    + "\(NumberText.decimal(worst.averageScore)) against \(NumberText.decimal(average)) of all; no other theme with low scores is mentioned as often.",
                section: "themes")
        ]
    }
}
