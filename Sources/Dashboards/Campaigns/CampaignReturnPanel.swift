import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func campaignReturn(_ result: CampaignReturn) -> Panel {
        let all = result.all
        let rows = result.types.map { ($0.type.name, $0.figures) } + [("All", all)]
        return Panel(
            id: "return", title: "Return on campaigns, gross",
            definition: """
                Prevented churn value ÷ cost. Cost is that of the messages whose 30 days ended in the last \(result.windowDays) days; prevented churn \
                value is the ARR, as it is now, of their customers who were At-Risk or Critical at a message and Healthy 30 days later, or had left at a \
                win-back and came back within 30 days, each customer once. Gross: without a control group nobody knows how many would have stayed anyway.
                """,
            headline: all.ratio.map { "\(NumberText.decimal($0)) ×" } ?? "–", detail: detail(all),
            chart: all.cost == nil
                ? nil
                : Chart(
                    kind: .bar, labels: rows.map(\.0),
                    series: [
                        Chart.Series(name: "Cost", values: rows.map(\.1.cost), tone: .muted),
                        Chart.Series(name: "Prevented churn value, gross", values: rows.map { $0.1.arrKept }, tone: .accent),
                    ],
                    minimum: 0, unit: "ARR"),
            table: DataTable(
                columns: [
                    .init("campaign_type", "Campaign", .text), .init("messages", "Messages", .integer),
                    .init("priced", "With a cost", .integer), .init("cost", "Cost", .money),
                    .init("cost_per_message", "Cost per intervention", .money), .init("customers_kept", "Customers kept", .integer),
                    .init("arr_kept", "Prevented churn value, gross", .money), .init("return_ratio", "Return, gross (× cost)", .decimal),
                ],
                rows: rows.map { name, figures in
                    [
                        .text(name), .from(figures.messages), .from(figures.priced), .from(figures.cost), .from(figures.costPerMessage),
                        .from(figures.customersKept), .from(figures.arrKept), .from(figures.ratio),
                    ]
                }),
            empty: emptyState(result))
    }

    private static func detail(_ all: CampaignReturn.Figures) -> String? {
        guard let cost = all.cost, let each = all.costPerMessage else { return nil }
        let text =
            "cost \(NumberText.money(cost)), \(NumberText.money(each)) per intervention; prevented churn value \(NumberText.money(all.arrKept)) gross"
        return all.priced == all.messages ? text : text + "; \(NumberText.count(all.messages - all.priced)) messages without a cost"
    }

    private static func emptyState(_ result: CampaignReturn) -> EmptyState? {
        if result.all.messages == 0 {
            return EmptyState(
                missing: "No message matured in the \(result.windowDays) days up to then.",
                remedy: "Import messages (retention_campaigns.csv); each is judged 30 days after it was sent.")
        }
        return result.all.cost == nil
            ? EmptyState(missing: "No message has a cost.", remedy: "Give retention_campaigns.csv a column cost and import it again.") : nil
    }
}
