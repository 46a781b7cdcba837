import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// The average score of each day.
    /// - Parameter target: points.
    static func healthTrend(_ trend: HealthTrend, target: Int) -> Panel {
        let known = trend.days.compactMap(\.figures?.averageScore)
        return Panel(
            id: "health-trend", title: "Average health by day",
            definition:
                "The average health score of all active customers at 02:00 UTC of each day. A gap is a day whose figures nobody computed.",
            headline: change(from: known.first, to: known.last),
            detail: known.isEmpty ? nil : "points over \(trend.days.count) days",
            target: "at least \(target)",
            chart: known.isEmpty
                ? nil
                : Chart(
                    kind: .line, labels: trend.days.map { "\($0.day)" },
                    series: [Chart.Series(name: "Average score", values: trend.days.map { $0.figures?.averageScore }, tone: .accent)],
                    minimum: 0, maximum: 100, marks: [Chart.Mark(value: Decimal(target), label: "target \(target)")], unit: "points"),
            table: DataTable(
                columns: [
                    .init("day", "Day", .text), .init("customers", "Customers", .integer),
                    .init("average_score", "Average score", .decimal),
                    .init("healthy", "Healthy", .integer), .init("at_risk", "At-Risk", .integer), .init("critical", "Critical", .integer),
                ],
                rows: trend.days.map { day in
                    [
                        .text("\(day.day)"), .from(day.figures?.customers), .from(day.figures?.averageScore), .from(day.figures?.healthy),
                        .from(day.figures?.atRisk), .from(day.figures?.critical),
                    ]
                }),
            empty: known.isEmpty
                ? EmptyState(
                    missing: "There are no figures of these days.",
                    remedy:
                        "`mainstay serve` computes them each night at 02:00 UTC, `mainstay refresh` at once.")
                : nil)
    }

    /// `+1.25`, `-0.40`.
    private static func change(from first: Decimal?, to last: Decimal?) -> String {
        guard let first, let last else { return "–" }
        return (last > first ? "+" : "") + NumberText.decimal(last - first)
    }
}
