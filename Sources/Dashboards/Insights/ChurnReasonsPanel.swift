import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func churnReasons(_ reasons: ChurnReasons) -> Panel {
        let all = reasons.reasons.first?.answers.whole ?? 0
        let drawn = reasons.reasons.prefix(12)
        return Panel(
            id: "churn-reasons", title: "Why customers leave",
            definition: """
                Exit surveys of the last \(reasons.windowDays) days by reason, without regard to case and hyphens. ARR is that of the customers who gave the \
                reason, each once.
                """,
            headline: reasons.reasons.first?.name ?? "–",
            detail: reasons.reasons.first.map { first in
                "\(first.answers.percent.map(NumberText.decimal) ?? "–") % of \(NumberText.count(all)) answers"
            },
            chart: drawn.isEmpty
                ? nil
                : Chart(
                    kind: .bar, labels: drawn.map(\.name),
                    series: [Chart.Series(name: "Answers", values: drawn.map { Decimal($0.answers.part) }, tone: .accent)], minimum: 0,
                    unit: "answers"),
            table: DataTable(
                columns: [
                    .init("reason", "Reason", .text), .init("answers", "Answers", .integer), .init("percent", "Share", .percent),
                    .init("customers", "Customers", .integer), .init("arr", "Their ARR", .money),
                    .init("newest_detail", "In a customer's words", .text),
                ],
                rows: reasons.reasons.map { reason in
                    [
                        .text(reason.name), .from(reason.answers.part), .from(reason.answers.percent), .from(reason.customers),
                        .from(reason.arr), .from(reason.newestDetail),
                    ]
                }),
            empty: drawn.isEmpty
                ? EmptyState(
                    missing: "No exit survey was answered in the \(reasons.windowDays) days up to then.",
                    remedy: "Import answers with `mainstay import FOLDER` (exit_surveys.csv).") : nil)
    }
}
