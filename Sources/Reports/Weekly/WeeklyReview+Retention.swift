import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension WeeklyReview.Answers {
    /// The newest observable cohort with customers, and the one before it, at a step of ``Retention/steps``.
    private func newest(_ step: Int) -> (Retention.Cohort?, Retention.Cohort?) {
        let known = retention.cohorts.filter { $0.rates[step] != nil }
        return (known.first, known.dropFirst().first)
    }

    /// Whether the two newest 1-month rates differ by more than chance.
    var isRetentionMoved: Bool? {
        guard case (let now?, let before?) = newest(0), let kept = now.retained[0], let keptBefore = before.retained[0] else { return nil }
        return ShareDifference.isBeyondChance((kept, now.size), (keptBefore, before.size))
    }

    var retentionSection: ReportSection {
        guard newest(0).0 != nil else {
            return ReportSection(
                id: "retention", title: "Retention, month over month",
                [
                    .figures([newestFigure(0)]),
                    .empty(
                        EmptyState(
                            missing: "No month's customers can be judged yet.",
                            remedy: "A month's retention is known when the month after it has ended; it will appear by itself.")),
                ])
        }
        let decline = ReportFigure(
            "retention.month_over_month_decline", "Decline, month over month", .from(retention.monthOverMonthDecline), .percent,
            target: .init(.atMost, Decimal(retention.declineAlert)), verdict: Verdict(retention.exceedsDeclineAlert.map(!)),
            note: retention.monthOverMonthDecline == nil
                ? "there are not two months to compare" : isRetentionMoved == false ? "within chance" : nil)
        let baseline = ReportFigure(
            "retention.baseline", "Baseline", .from(retention.baseline), .percent, note: "what the exit gate compares with")
        return ReportSection(
            id: "retention", title: "Retention, month over month",
            [
                .figures([newestFigure(0), decline, newestFigure(1), newestFigure(2), baseline]),
                .chart(retentionChart), .table(cohortTable),
            ])
    }

    private func newestFigure(_ step: Int) -> ReportFigure {
        let (now, before) = newest(step)
        let months = Retention.steps[step]
        return ReportFigure(
            "retention.month_\(months).newest", "Retained after \(months) \(months == 1 ? "month" : "months"), newest cohort",
            .from(now?.rates[step]), .percent, sample: now?.size, target: .init(.atLeast, Decimal(retention.targets[step])),
            verdict: Verdict(now.flatMap { cohort in cohort.retained[step].map { 100 * $0 >= retention.targets[step] * cohort.size } }),
            previous: before?.rates[step],
            note: now.map { cohort in "began in \(cohort.month)" + (before.map { ", before it \($0.month)" } ?? "") }
                ?? "no cohort can be judged yet")
    }

    private var retentionChart: ReportChart {
        let points = retention.trend.reversed()
        return ReportChart(
            "Retained after 1 month, the newest cohorts that can be judged",
            Chart(
                kind: .line, labels: points.map { "\($0.month)" },
                series: [Chart.Series(name: "Retained after 1 month", values: points.map(\.rate), tone: .accent)],
                marks: [Chart.Mark(value: Decimal(retention.targets[0]), label: "target \(retention.targets[0]) %")], unit: "%"),
            note:
                "A cohort is everybody who began in a calendar month, those who have left included; it is judged when the month has ended.")
    }

    private var cohortTable: ReportTable {
        ReportTable(
            "Cohorts of the last 13 months",
            DataTable(
                columns: [.init("cohort_month", "Began in", .text), .init("size", "Customers", .integer)]
                    + Retention.steps.map { .init("rate_\($0)m", "After \($0) mo.", .percent) },
                rows: retention.cohorts.filter { $0.size > 0 }.map { cohort in
                    [.text("\(cohort.month)"), .from(cohort.size)] + cohort.rates.map { .from($0) }
                }),
            note: "– stands where the month has not ended: unknown, not lost.")
    }

    var retentionFindings: [ReportFinding] {
        guard case (let now?, let before) = newest(0), let rate = now.rates[0] else { return [] }
        let target = retention.targets[0]
        let isReached = now.retained[0].map { 100 * $0 >= target * now.size } ?? false
        let shown =
            "\(NumberText.decimal(rate)) % of the \(NumberText.count(now.size, "customer")) who began in \(now.month) stayed after 1 month"
        let against = isReached ? "the target of \(target) % is reached" : "the target is \(target) %"
        guard let before, let rateBefore = before.rates[0] else {
            return [ReportFinding("\(shown); \(against).", isReached ? .better : .worse, section: "retention")]
        }
        let isNext = before.month == now.month.adding(months: -1)
        let earlier = isNext ? "the month before" : "those of \(before.month), the cohort before"
        let move: String
        switch isRetentionMoved {
        case true where rate != rateBefore:
            move = "\(rate > rateBefore ? "up" : "down") from \(NumberText.decimal(rateBefore)) %\(isNext ? "" : " of \(earlier)")"
        case nil where rate == rateBefore: move = "as \(earlier)"
        default: move = "not different from \(earlier) (\(NumberText.decimal(rateBefore)) %) beyond chance"
        }
        let direction: ReportFinding.Direction = isRetentionMoved == true ? (rate > rateBefore ? .better : .worse) : .neutral
        return [ReportFinding("\(shown), \(move); \(against).", direction, section: "retention")]
    }

    var retentionDecisions: [ReportDecision] {
        guard let decline = retention.monthOverMonthDecline, retention.exceedsDeclineAlert == true else { return missedDecisions }
        let known = newest(0)
        let isNext = known.0.map { $0.month.adding(months: -1) } == known.1?.month
        return [
            ReportDecision(
                "Find out why the newest cohort leaves",
                because: "1-month retention fell by \(NumberText.decimal(decline)) % \(isNext ? "in a month" : "since the cohort before"); "
                    + "more than \(retention.declineAlert) % calls for a look\(isRetentionMoved == false ? ", though chance could explain it" : "").",
                path: DashboardName.executive.path, section: "retention")
        ]
    }

    /// A target that the newest cohort misses by more than chance.
    private var missedDecisions: [ReportDecision] {
        let missed = Retention.steps.indices.compactMap { step -> ReportDecision? in
            guard let cohort = newest(step).0, let kept = cohort.retained[step], let interval = ShareInterval.of(kept, cohort.size),
                interval.high < Decimal(retention.targets[step]), let rate = cohort.rates[step]
            else { return nil }
            return ReportDecision(
                "Decide what keeps customers beyond their \(Self.ordinal(Retention.steps[step])) month",
                because:
                    "Of the \(NumberText.count(cohort.size, "customer")) who began in \(cohort.month) \(NumberText.decimal(rate)) % stayed "
                    + "(interval \(interval.words)); the target is \(retention.targets[step]) %.",
                path: DashboardName.executive.path, section: "retention")
        }
        return Array(missed.prefix(1))
    }

    private static func ordinal(_ months: Int) -> String { months == 1 ? "first" : months == 3 ? "third" : "\(months)th" }
}
