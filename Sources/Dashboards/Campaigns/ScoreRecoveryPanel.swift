import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// The scores of treated customers, before and after.
    static func scoreRecovery(_ recovery: ScoreRecovery) -> Panel {
        func label(_ bin: ScoreRecovery.Bin) -> String { "\(bin.scores.lowerBound)–\(bin.scores.upperBound)" }
        let averages = recovery.averageBefore.flatMap { before in
            recovery.averageAfter.map { "\(NumberText.decimal(before)) → \(NumberText.decimal($0))" }
        }
        return Panel(
            id: "score-recovery", title: "Scores before and after",
            definition: """
                Customers by their score when a message was sent and 30 days later. Each counts once, by the newest of the messages whose 30 days ended in \
                the last \(recovery.windowDays) days. Without a control group it is not known how many would have risen by themselves.
                """,
            headline: averages ?? "–", detail: "average of \(NumberText.count(recovery.customers)) customers",
            chart: recovery.customers == 0
                ? nil
                : Chart(
                    kind: .bar, labels: recovery.bins.map(label),
                    series: [
                        Chart.Series(name: "Before", values: recovery.bins.map { Decimal($0.before) }, tone: .muted),
                        Chart.Series(name: "After 30 days", values: recovery.bins.map { Decimal($0.after) }, tone: .accent),
                    ],
                    minimum: 0, unit: "customers"),
            table: DataTable(
                columns: [
                    .init("score", "Score", .text), .init("customers_before", "Before", .integer),
                    .init("customers_after", "After 30 days", .integer),
                ],
                rows: recovery.bins.map { [.text(label($0)), .from($0.before), .from($0.after)] }),
            empty: recovery.customers == 0
                ? EmptyState(
                    missing: "No message that matured in the \(recovery.windowDays) days up to then has a score before and after.",
                    remedy: "Import messages (retention_campaigns.csv); each is judged 30 days after it was sent.") : nil)
    }
}
