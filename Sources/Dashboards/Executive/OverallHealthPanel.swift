import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// The average score on its scale.
    static func overallHealth(_ summary: HealthSummary) -> Panel {
        Panel(
            id: "overall-health", title: "Overall health",
            definition: """
                The average health score of all active customers: up to 40 points for recent activity, up to 30 for few open tickets, up to 30 for \
                adopted features.
                """,
            headline: summary.averageScore.map(NumberText.decimal) ?? "–",
            detail: "of \(NumberText.count(summary.customers)) customers",
            target: "at least \(summary.target)", verdict: Verdict(summary.onTarget),
            chart: summary.averageScore.map { average in
                Chart(
                    kind: .gauge, labels: ["Average score"],
                    series: [Chart.Series(name: "Average score", values: [average], tone: .accent)],
                    minimum: 0, maximum: 100, marks: [Chart.Mark(value: Decimal(summary.target), label: "target \(summary.target)")],
                    unit: "points")
            },
            table: DataTable(
                columns: [
                    .init("average_score", "Average score", .decimal), .init("customers", "Customers", .integer),
                    .init("target", "Target", .integer), .init("on_target", "On target", .text),
                    .init("model_version", "Model version", .integer),
                ],
                rows: [
                    [
                        .from(summary.averageScore), .from(summary.customers), .from(summary.target), .from(summary.onTarget),
                        .from(summary.modelVersion),
                    ]
                ]),
            empty: summary.customers == 0 ? .noCustomers : nil)
    }
}

extension EmptyState {
    static let noCustomers = EmptyState(
        missing: "No customer was active then.",
        remedy: "Import customers with `mainstay import FOLDER` (users.csv), or look at the sample company of `mainstay demo`.")
}
