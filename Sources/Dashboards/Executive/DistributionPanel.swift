import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// Customers by status.
    static func distribution(_ summary: HealthSummary) -> Panel {
        let shares: [(status: HealthStatus, rate: Rate, tone: Chart.Tone)] = [
            (.healthy, summary.healthy, .healthy), (.atRisk, summary.atRisk, .atRisk), (.critical, summary.critical, .critical),
        ]
        return Panel(
            id: "distribution", title: "Customers by health",
            definition:
                "Healthy is a score of 70 or more, At-Risk 40 to 69, Critical below 40, unless the model's thresholds were changed.",
            headline: summary.healthy.percent.map { "\(NumberText.decimal($0)) %" } ?? "–",
            detail: "Healthy of \(NumberText.count(summary.customers)) customers",
            chart: summary.customers == 0
                ? nil
                : Chart(
                    kind: .donut, labels: shares.map(\.status.rawValue),
                    series: [Chart.Series(name: "Customers", values: shares.map { Decimal($0.rate.part) })], tones: shares.map(\.tone),
                    unit: "customers"),
            table: DataTable(
                columns: [.init("status", "Status", .text), .init("count", "Customers", .integer), .init("percent", "Share", .percent)],
                rows: shares.map { [.text($0.status.rawValue), .from($0.rate.part), .from($0.rate.percent)] }),
            empty: summary.customers == 0 ? .noCustomers : nil)
    }
}
