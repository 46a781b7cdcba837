public import CustomerMetrics
import Domain
import Foundation

extension SystemHealth: Report {
    /// Hours within which scores should have been refreshed, and percent of CRM syncs that should succeed (metrics.md §6).
    private static let targets = (refreshHours: Decimal(24), crm: Decimal(95))

    public var page: Page {
        var page = Page("System", Page.asOf(asOf))
        page.gap()
        let ink: Ink =
            switch status {
            case .healthy: .good
            case .warning: .warning
            case .degraded: .bad
            }
        var table = TextTable(.left(""), .left(""))
        table.add("Status", InkedText(status.rawValue, ink))
        for reason in reasons { table.add("", InkedText(reason)) }
        let refresh = page.figure(lastHealthScoreUpdate, else: "scores were never refreshed") { moment in
            InkedText(NumberText.moment(moment)) + "  "
                + Page.mark(
                    hoursSinceLastUpdate.map { $0 < Self.targets.refreshHours }, target: "less than \(Self.targets.refreshHours) hours ago")
        }
        table.add("Scores fresh", refresh)
        table.add("CRM sync", crmLine(&page))
        table.add("Campaigns", "\(NumberText.count(activeCampaigns)) active, \(NumberText.count(pausedCampaigns)) paused")
        table.add("Surveys", "\(NumberText.count(surveysDeployed)) deployed in the last 7 days")
        let uptime = page.figure(uptimePercent, else: "no check of the system is on record") {
            InkedText("\(NumberText.decimal($0)) %  ") + Page.mark(reachesTargetUptime == true, target: "\(targetUptime)")
        }
        table.add("Uptime, 30 days", uptime)
        let measured = freshness.p50.flatMap { p50 in freshness.p95.flatMap { p95 in freshness.p99.map { (p50, p95, $0) } } }
        let lag = page.figure(measured, else: "the engine has measured nothing in the last 24 hours") {
            "half within \($0.0) ms, 95 % within \($0.1) ms, 99 % within \($0.2) ms"
        }
        table.add("Fact to score", lag)
        page.add(table)
        return page
    }

    private func crmLine(_ page: inout Page) -> InkedText {
        guard crm.isConfigured else { return .faint("not configured") }
        return page.figure(crm.successRate.percent, else: "no CRM sync ran in the last 24 hours") {
            InkedText("\(NumberText.decimal($0)) %  ") + Page.mark(crm.successRate.reaches(Self.targets.crm), target: "\(Self.targets.crm)")
                + .faint("  \(crm.successful) of \(crm.successful + crm.failed) runs in 24 hours")
        }
    }

    public var csv: CSVTable {
        CSVTable(
            [
                "as_of", "system_status", "reasons", "last_health_score_update", "hours_since_last_update", "crm_configured",
                "crm_successful_24h",
                "crm_failed_24h", "crm_success_rate", "active_campaigns", "paused_campaigns", "nps_surveys_deployed_7d",
                "uptime_percent_30d",
                "freshness_p50_ms", "freshness_p95_ms", "freshness_p99_ms",
            ],
            rows: [
                [
                    .csv(asOf), status.rawValue, reasons.joined(separator: "; "), .csv(lastHealthScoreUpdate), .csv(hoursSinceLastUpdate),
                    .csv(crm.isConfigured), .csv(crm.successful), .csv(crm.failed), .csv(crm.successRate.percent), .csv(activeCampaigns),
                    .csv(pausedCampaigns), .csv(surveysDeployed), .csv(uptimePercent), .csv(freshness.p50), .csv(freshness.p95),
                    .csv(freshness.p99),
                ]
            ])
    }
}
