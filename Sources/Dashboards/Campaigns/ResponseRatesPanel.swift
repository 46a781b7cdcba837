import CustomerMetrics
import Domain
import Foundation

extension Panel {
    /// Responses of each type against its own target.
    static func responseRates(_ effectiveness: CampaignEffectiveness) -> Panel {
        let sent = effectiveness.campaigns.reduce(0) { $0 + $1.sent }
        let targets = effectiveness.campaigns.map { campaign in campaign.targets.first { $0.rate == "response_rate" } }
        let judged = targets.compactMap { $0?.isReached }
        return Panel(
            id: "response-rates", title: "Response rates",
            definition: "Responses ÷ messages sent, of the messages of the last \(effectiveness.windowDays) days, per type of campaign.",
            headline: judged.isEmpty ? "–" : "\(judged.count { $0 }) of \(judged.count)",
            detail: judged.isEmpty ? nil : "types reach their target",
            target: zip(effectiveness.campaigns, targets).compactMap { campaign, target in
                target.map { "\(campaign.type.name) \($0.percent) %" }
            }.joined(separator: ", "),
            verdict: Verdict(judged.isEmpty ? nil : judged.allSatisfy { $0 }),
            chart: sent == 0
                ? nil
                : Chart(
                    kind: .bar, labels: effectiveness.campaigns.map(\.type.name),
                    series: [
                        Chart.Series(name: "Response rate", values: effectiveness.campaigns.map(\.responded.percent), tone: .accent),
                        Chart.Series(name: "Target", values: targets.map { $0.map { Decimal($0.percent) } }, tone: .muted),
                    ],
                    minimum: 0, maximum: 100, unit: "%"),
            table: DataTable(
                columns: [
                    .init("campaign_type", "Campaign", .text), .init("total_sent", "Sent", .integer),
                    .init("responses_received", "Responses", .integer), .init("response_rate", "Response rate", .percent),
                    .init("target", "Target", .integer), .init("on_target", "On target", .text),
                ],
                rows: zip(effectiveness.campaigns, targets).map { campaign, target in
                    [
                        .text(campaign.type.name), .from(campaign.sent), .from(campaign.responded.part), .from(campaign.responded.percent),
                        .from(target?.percent), .from(target?.isReached),
                    ]
                }),
            empty: sent == 0 ? .noCampaigns(inDays: effectiveness.windowDays) : nil)
    }
}

extension CampaignEffectiveness {
    /// Percent.
    var atRiskRecoveryTarget: Int? {
        campaigns.first { $0.type == .atRisk }?.targets.first { $0.rate == "recovery_rate" }?.percent
    }
}

extension EmptyState {
    static func noCampaigns(inDays days: Int) -> EmptyState {
        EmptyState(
            missing: "No campaign message was sent in the \(days) days up to then.",
            remedy: "Import messages with `mainstay import FOLDER` (retention_campaigns.csv).")
    }
}
