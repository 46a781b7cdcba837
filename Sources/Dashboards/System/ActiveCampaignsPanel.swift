import CustomerMetrics
import Domain
import Foundation

extension Panel {
    static func activeCampaigns(_ system: SystemHealth) -> Panel {
        Panel(
            id: "active-campaigns", title: "Active campaigns",
            definition: "Campaign messages that are under way, and those that somebody has paused.",
            headline: NumberText.count(system.activeCampaigns), detail: "\(NumberText.count(system.pausedCampaigns)) paused",
            target: "at least 1", verdict: Verdict(system.activeCampaigns >= 1),
            table: DataTable(
                columns: [
                    .init("active_campaigns", "Active", .integer), .init("paused_campaigns", "Paused", .integer),
                    .init("nps_surveys_deployed_7d", "Surveys deployed in 7 days", .integer),
                ],
                rows: [[.from(system.activeCampaigns), .from(system.pausedCampaigns), .from(system.surveysDeployed)]]),
            empty: system.activeCampaigns + system.pausedCampaigns == 0
                ? EmptyState(
                    missing: "No campaign is active or paused.",
                    remedy: "Import retention_campaigns.csv with a status: active, paused or completed.") : nil)
    }
}
