import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func atRiskByARR(_ list: AtRiskByARR, of summary: HealthSummary) -> Panel {
        let all = summary.atRisk.part + summary.critical.part
        return Panel(
            id: "at-risk-by-arr", title: "At risk, by ARR",
            definition: """
                At-Risk and Critical customers with the highest annual recurring revenue. The change is that of the score over 7 days; "–" where there \
                was none.
                """,
            headline: NumberText.count(all),
            detail: all > list.entries.count
                ? "customers are not Healthy; the first \(list.entries.count) are shown" : "customers are not Healthy",
            table: DataTable(
                columns: [
                    .init("customer", "Customer", .customer), .init("name", "Name", .text), .init("segment", "Segment", .text),
                    .init("arr", "ARR", .money), .init("score", "Score", .integer), .init("status", "Status", .text),
                    .init("change_7d", "7 days", .integer), .init("last_activity", "Last activity", .moment),
                ],
                rows: list.entries.map { entry in
                    [
                        .text(entry.customer.id.shown), .from(entry.customer.name), .text(entry.customer.segment.rawValue),
                        .from(entry.customer.arr), .from(entry.score), .text(entry.status.rawValue), .from(entry.change),
                        .from(entry.lastActivity),
                    ]
                }),
            empty: summary.customers == 0
                ? .noCustomers
                : list.entries.isEmpty
                    ? EmptyState(missing: "Every customer is Healthy.", remedy: "Nothing to do.") : nil)
    }
}
