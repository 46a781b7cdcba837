import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension Retention {
    private static func word(_ step: Int) -> String { step == 1 ? "1 month" : "\(step) months" }

    /// Cohorts after 1, 3 and 6 months.
    var cohortSection: ReportSection {
        let figures = Self.steps.indices.map { index in
            ReportFigure(
                "retention.overall.month_\(Self.steps[index])", "Retained after \(Self.word(Self.steps[index]))",
                .from(overall[index].percent), .percent,
                interval: ShareInterval.of(overall[index].part, overall[index].whole), sample: overall[index].whole,
                target: .init(.atLeast, Decimal(targets[index])), verdict: Verdict(overall[index].reaches(Decimal(targets[index]))),
                note: overall[index].whole == 0 ? "no cohort can be judged yet" : "all cohorts of 13 months that can be judged")
        }
        guard let newest = known(0).first else {
            return ReportSection(
                id: "retention", title: "Do customers stay",
                [
                    .figures(figures),
                    .empty(
                        EmptyState(
                            missing: "No month's customers can be judged yet.",
                            remedy: "A month's retention is known when the month after it has ended; it will appear by itself.")),
                ])
        }
        let drawn = cohorts.filter { $0.size > 0 && $0.rates[0] != nil }.reversed()
        return ReportSection(
            id: "retention", title: "Do customers stay",
            [
                .figures(figures), .paragraph(words(newest)),
                .chart(
                    ReportChart(
                        "Retained, by the month in which they began",
                        Chart(
                            kind: .line, labels: drawn.map { "\($0.month)" },
                            series: Self.steps.indices.map { index in
                                Chart.Series(
                                    name: "After \(Self.word(Self.steps[index]))", values: drawn.map { $0.rates[index] },
                                    tone: index == 0 ? .accent : nil)
                            },
                            minimum: 0, maximum: 100, unit: "%"),
                        note: "A line ends where the month has not ended: unknown, not lost.")),
                .table(cohortTable),
            ])
    }

    /// Those of a step that can be judged, newest first.
    private func known(_ index: Int) -> [Cohort] { cohorts.filter { $0.size > 0 && $0.rates[index] != nil } }

    private var cohortTable: ReportTable {
        ReportTable(
            "Cohorts",
            DataTable(
                columns: [.init("cohort_month", "Began in", .text), .init("size", "Customers", .integer)]
                    + Self.steps.flatMap { step -> [DataTable.Column] in
                        [
                            .init("retained_\(step)m", "Retained, \(step) mo.", .integer),
                            .init("rate_\(step)m", "After \(step) mo.", .percent),
                        ]
                    },
                rows: cohorts.filter { $0.size > 0 }.map { cohort in
                    [.text("\(cohort.month)"), .from(cohort.size)]
                        + Self.steps.indices.flatMap { index -> [DataTable.Cell] in
                            [.from(cohort.retained[index]), .from(cohort.rates[index])]
                        }
                }),
            note: "Retained after k months: the last activity lies in month k after the first one or later. "
                + "`mainstay metrics retention --definition bounded` counts only who was active in that very month.")
    }

    private var isMoved: Bool? {
        guard let newest = known(0).first, let before = known(0).dropFirst().first, let kept = newest.retained[0],
            let keptBefore = before.retained[0]
        else { return nil }
        return ShareDifference.isBeyondChance((kept, newest.size), (keptBefore, before.size))
    }

    private func words(_ newest: Cohort) -> String {
        let rate = newest.rates[0].map(NumberText.decimal) ?? "–"
        let interval = newest.retained[0].flatMap { ShareInterval.of($0, newest.size) }.map { ", interval \($0.words)" } ?? ""
        let text =
            "Of the \(NumberText.count(newest.size, "customer")) who began in \(newest.month.words), \(rate) % stayed after 1 month\(interval)"
        guard let before = known(0).dropFirst().first, let rateBefore = before.rates[0] else { return text + "." }
        let move =
            isMoved == true
            ? (newest.rates[0] ?? 0) > rateBefore
                ? "up from \(NumberText.decimal(rateBefore)) %" : "down from \(NumberText.decimal(rateBefore)) %"
            : "not different from those of \(before.month.words) (\(NumberText.decimal(rateBefore)) %)"
        return "\(text), \(move)."
    }

    var cohortFindings: [ReportFinding] {
        guard let newest = known(0).first, let kept = newest.retained[0] else { return [] }
        let isReached = 100 * kept >= targets[0] * newest.size
        let isBetter = (newest.rates[0] ?? 0) > (known(0).dropFirst().first?.rates[0] ?? 0)
        return [
            ReportFinding(
                "\(words(newest)) The target is \(targets[0]) %: \(isReached ? "reached" : "not reached").",
                isMoved == true ? (isBetter ? .better : .worse) : .neutral, section: "retention")
        ]
    }

    var cohortDecisions: [ReportDecision] {
        let missed = Self.steps.indices.filter { overall[$0].reaches(Decimal(targets[$0])) == false }
        guard let first = missed.first, let percent = overall[first].percent else { return [] }
        return [
            ReportDecision(
                "Decide how to keep more customers after \(Self.word(Self.steps[first]))",
                because:
                    "\(NumberText.decimal(percent)) % of \(NumberText.count(overall[first].whole)) stayed; the target is \(targets[first]) %.",
                section: "retention")
        ]
    }
}
