import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// What became of the messages themselves.
    static func engagement(_ effectiveness: CampaignEffectiveness) -> Panel {
        let sent = effectiveness.campaigns.reduce(0) { $0 + $1.sent }
        return Panel(
            id: "engagement", title: "E-mail engagement",
            definition: """
                Of the messages sent in the last \(effectiveness.windowDays) days: opened, clicked and answered, each ÷ sent. Recovered is a higher score \
                30 days after the message, of the matured ones with both scores; converted are win-backs whose customer had left and came back.
                """,
            headline: NumberText.count(sent), detail: "messages sent",
            table: DataTable(
                columns: [
                    .init("campaign_type", "Campaign", .text), .init("total_sent", "Sent", .integer),
                    .init("emails_opened", "Opened", .integer), .init("open_rate", "Open rate", .percent),
                    .init("emails_clicked", "Clicked", .integer), .init("click_rate", "Click rate", .percent),
                    .init("responses_received", "Responses", .integer), .init("response_rate", "Response rate", .percent),
                    .init("matured", "Matured", .integer), .init("pending", "Pending", .integer),
                    .init("recovery_rate", "Recovered", .percent), .init("recovered_to_healthy_rate", "Became Healthy", .percent),
                    .init("conversion_rate", "Converted", .percent),
                ],
                rows: effectiveness.campaigns.map { campaign in
                    [
                        .text(campaign.type.name), .from(campaign.sent), .from(campaign.opened.part), .from(campaign.opened.percent),
                        .from(campaign.clicked.part), .from(campaign.clicked.percent), .from(campaign.responded.part),
                        .from(campaign.responded.percent), .from(campaign.matured), .from(campaign.pending),
                        .from(campaign.recovered.percent), .from(campaign.recoveredToHealthy.percent), .from(campaign.converted?.percent),
                    ]
                }),
            empty: sent == 0 ? .noCampaigns(inDays: effectiveness.windowDays) : nil)
    }
}
