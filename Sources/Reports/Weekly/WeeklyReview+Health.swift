import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension WeeklyReview.Answers {
    /// The kept figures of the newest 02:00 UTC and of the one a week before it.
    var healthDays: (now: HealthTrend.Figures?, before: HealthTrend.Figures?) {
        (healthTrend.days.last?.figures, healthTrend.days.dropLast(7).last?.figures)
    }

    var healthSection: ReportSection {
        func count(_ key: String, _ title: String, _ rate: Rate) -> ReportFigure {
            ReportFigure(
                "health.\(key)", title, .from(rate.part), .integer, unit: "customers",
                note: rate.percent.map { "\(NumberText.decimal($0)) % of all" })
        }
        var blocks: [ReportBlock] = [
            .figures([
                ReportFigure(
                    "health.average_score", "Average score", .from(health.averageScore), .decimal, unit: "points",
                    sample: health.customers, target: .init(.atLeast, Decimal(health.target)), verdict: Verdict(health.onTarget),
                    note: health.customers == 0 ? "there are no active customers" : weekNote),
                count("healthy", "Healthy", health.healthy), count("at_risk", "At-Risk", health.atRisk),
                count("critical", "Critical", health.critical),
            ])
        ]
        if healthTrend.days.contains(where: { $0.figures != nil }) {
            blocks.append(
                .chart(
                    ReportChart(
                        "Average score at 02:00 UTC of each day",
                        Chart(
                            kind: .line, labels: healthTrend.days.map { "\($0.day)" },
                            series: [
                                Chart.Series(
                                    name: "Average score", values: healthTrend.days.map { $0.figures?.averageScore }, tone: .accent)
                            ],
                            marks: [Chart.Mark(value: Decimal(health.target), label: "target \(health.target)")], unit: "points"),
                        note: "Compare days of the same name: what customers do follows the week.")))
        }
        return ReportSection(id: "health", title: "Health of the customers", blocks)
    }

    /// Scores follow the hours of the day and the days of the week; only the figures kept at 02:00 UTC are alike.
    private var weekNote: String {
        let (now, before) = healthDays
        guard let now = now?.averageScore, let before = before?.averageScore else { return "no figures were kept a week before" }
        return
            "\(NumberText.decimal(now)) at 02:00 UTC, a week before \(NumberText.decimal(before)) (\(ReportFigure.signed(now - before, .decimal)))"
    }

    var healthFindings: [ReportFinding] {
        let (now, before) = healthDays
        guard let now, let before, let score = now.averageScore, let scoreBefore = before.averageScore else { return [] }
        let change = score - scoreBefore
        let critical = now.critical - before.critical
        let text =
            change == 0
            ? "At 02:00 UTC the average score was \(NumberText.decimal(score)), as a week before"
            : "At 02:00 UTC the average score was \(NumberText.decimal(score)), \(NumberText.decimal(change.magnitude)) "
                + "\(change > 0 ? "above" : "below") that of a week before"
        let tail =
            critical == 0
            ? "as many customers were Critical (\(NumberText.count(now.critical)))"
            : "\(NumberText.count(abs(critical))) \(critical > 0 ? "more" : "fewer") \(abs(critical) == 1 ? "customer was" : "customers were") Critical (\(NumberText.count(now.critical)))"
        // Less than half a point comes and goes by itself.
        let isMoved = 2 * change.magnitude >= 1
        // A better average with more in need of help is neither better nor worse.
        let isMixed = critical != 0 && (critical > 0) == (change > 0)
        return [ReportFinding("\(text); \(tail).", isMoved && !isMixed ? (change > 0 ? .better : .worse) : .neutral, section: "health")]
    }
}
