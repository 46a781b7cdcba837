import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// - Parameter target: of the share whose score rose, in percent.
    static func recoveryTrend(_ trend: RecoveryTrend, target: Int?) -> Panel {
        let newest = trend.points.last { ($0.result?.recovered.whole ?? 0) > 0 }
        // Months before the first message tell nothing.
        let points = Array(trend.points.drop { $0.sent == 0 })
        return Panel(
            id: "recovery-trend", title: "Recovery of at-risk customers",
            definition: """
                At-risk messages by the month of sending, with the customers' scores when each was sent and 30 days later. "Became Healthy" is the \
                share who were not Healthy at first and were at the end; "score rose" is the share with any higher score, which is what the target is \
                for. A month is judged when the 30 days of its last message have passed.
                """,
            headline: newest?.result?.recoveredToHealthy.percent.map { "\(NumberText.decimal($0)) %" } ?? "–",
            detail: newest.flatMap { point in
                point.result.map { result in
                    "became Healthy, of \(NumberText.count(result.recovered.whole)) messages of \(point.month); "
                        + "\(result.recovered.percent.map(NumberText.decimal) ?? "–") % rose"
                }
            },
            target: target.map { "score rose: at least \($0) %" },
            verdict: target.map { target in Verdict(newest?.result?.recovered.reaches(Decimal(target))) },
            chart: newest == nil
                ? nil
                : Chart(
                    kind: .line, labels: points.map { "\($0.month)" },
                    series: [
                        Chart.Series(
                            name: "Became Healthy", values: points.map { $0.result?.recoveredToHealthy.percent }, tone: .healthy),
                        Chart.Series(name: "Score rose", values: points.map { $0.result?.recovered.percent }, tone: .accent),
                    ],
                    minimum: 0, maximum: 100,
                    marks: target.map { [Chart.Mark(value: Decimal($0), label: "target of rising \($0) %")] } ?? [],
                    unit: "%"),
            table: DataTable(
                columns: [
                    .init("month", "Sent in", .text), .init("sent", "Messages", .integer), .init("scored", "With both scores", .integer),
                    .init("recovered", "Score rose", .integer), .init("recovery_rate", "Share", .percent),
                    .init("recovered_to_healthy", "Became Healthy", .integer), .init("recovered_to_healthy_rate", "Share", .percent),
                ],
                rows: trend.points.map { point in
                    [
                        .text("\(point.month)"), .from(point.sent), .from(point.result?.recovered.whole),
                        .from(point.result?.recovered.part),
                        .from(point.result?.recovered.percent), .from(point.result?.recoveredToHealthy.part),
                        .from(point.result?.recoveredToHealthy.percent),
                    ]
                }),
            empty: newest == nil
                ? EmptyState(
                    missing: "No month's at-risk messages can be judged.",
                    remedy: points.isEmpty
                        ? "Import messages with `mainstay import FOLDER` (retention_campaigns.csv)."
                        : "A month is judged 30 days after it has ended; it will appear by itself.") : nil)
    }
}
