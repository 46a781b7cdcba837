public import Domain
import Foundation
public import Postgres

/// A condition of a gate; each has its definition in docs/gates.md.
public enum CheckName: String, Sendable, Hashable, CaseIterable, PostgresDecodable {
    case crmSyncing = "crm_syncing"
    case playbooksRunning = "playbooks_running"
    case scoresRefreshed = "scores_refreshed"
    case alertsDelivering = "alerts_delivering"
    case baselineKnown = "baseline_known"
    case retentionImproved = "retention_improved"
    case atRiskRecovery = "at_risk_recovery"
    case surveysDeployed = "surveys_deployed"
    case npsResponses = "nps_responses"
    case npsReached = "nps_reached"

    public var title: String {
        switch self {
        case .crmSyncing: "CRM syncing"
        case .playbooksRunning: "Playbooks running"
        case .scoresRefreshed: "Scores refreshed daily"
        case .alertsDelivering: "Alerts delivering"
        case .baselineKnown: "Baseline known"
        case .retentionImproved: "1-month retention above baseline"
        case .atRiskRecovery: "At-risk recovery"
        case .surveysDeployed: "Surveys deployed"
        case .npsResponses: "Enough responses"
        case .npsReached: "NPS reached"
        }
    }

    /// A value of this check, as people read it.
    func text(_ value: Decimal) -> String {
        switch self {
        case .crmSyncing, .baselineKnown, .retentionImproved, .atRiskRecovery: "\(NumberText.decimal(value)) %"
        case .npsReached: NumberText.decimal(value)
        case .playbooksRunning, .scoresRefreshed, .alertsDelivering, .surveysDeployed, .npsResponses: NumberText.money(value)
        }
    }

    /// What the value must be.
    func targetText(_ target: Decimal?) -> String {
        guard let target else { return self == .baselineKnown ? "known" : "not known yet" }
        return switch self {
        case .crmSyncing: "at least \(text(target)) of 24 hours' syncs"
        case .playbooksRunning: "all \(text(target)) playbooks"
        case .scoresRefreshed: "each of the last \(text(target)) days, and less than 24 hours ago"
        case .alertsDelivering: "\(text(target)) undelivered in 7 days"
        case .baselineKnown: "known"
        case .retentionImproved, .atRiskRecovery, .npsReached, .npsResponses, .surveysDeployed: "at least \(text(target))"
        }
    }

    /// The panel that shows the same facts.
    public var panel: (dashboard: DashboardName, id: String) {
        switch self {
        case .crmSyncing: (.system, "crm-success")
        case .playbooksRunning: (.system, "active-campaigns")
        case .scoresRefreshed: (.system, "score-lag")
        case .alertsDelivering: (.system, "daily-check")
        case .baselineKnown, .retentionImproved: (.executive, "retention-unbounded")
        case .atRiskRecovery: (.campaigns, "recovery-trend")
        case .surveysDeployed, .npsResponses, .npsReached: (.executive, "nps")
        }
    }

    /// The command that shows them.
    func command(asOf: Moment) -> String {
        let moment = "--as-of \(asOf.iso8601)"
        return switch self {
        case .crmSyncing, .scoresRefreshed: "mainstay metrics system \(moment)"
        case .playbooksRunning, .atRiskRecovery: "mainstay metrics campaigns \(moment)"
        case .alertsDelivering: "mainstay deliveries list"
        case .baselineKnown: "mainstay baseline show \(moment)"
        case .retentionImproved: "mainstay metrics retention \(moment)"
        case .surveysDeployed, .npsResponses, .npsReached: "mainstay metrics nps \(moment)"
        }
    }

    /// What cannot be known of the past; nil where everything can.
    public var caveat: String? {
        switch self {
        case .crmSyncing: "Which CRM is configured is not kept for the past: it is that of now."
        case .playbooksRunning: "The status of a message is not kept for the past: it is that of now."
        case .alertsDelivering:
            "Of a past moment it is known when each message was sent or given up, not since when one has had no channel."
        case .retentionImproved, .npsResponses, .npsReached: "The parameters of the target are those of now."
        case .scoresRefreshed, .baselineKnown, .atRiskRecovery, .surveysDeployed: nil
        }
    }

    /// The columns of the evidence, by the names that its rows have for them.
    var columns: [Evidence.Column] {
        switch self {
        case .crmSyncing:
            [
                .init("status", "Outcome of the sync", .text), .init("runs", "Syncs in 24 hours", .count),
                .init("newest", "Newest", .moment), .init("said", "What the newest said", .text),
            ]
        case .playbooksRunning:
            [
                .init("campaign_type", "Playbook", .text), .init("sent", "Sent in 90 days", .count), .init("active", "Active", .count),
                .init("paused", "Paused", .count), .init("completed", "Completed", .count),
                .init("unsaid", "Status not said", .count), .init("newest", "Newest", .moment),
            ]
        case .scoresRefreshed: [.init("day", "Day", .text), .init("last_refresh", "Last refresh of the day", .moment)]
        case .alertsDelivering:
            [
                .init("channel", "Channel", .text), .init("messages", "Messages in 7 days", .count), .init("sent", "Sent", .count),
                .init("given_up", "Given up", .count), .init("late", "Late", .count), .init("no_channel", "No channel", .count),
                .init("under_way", "Under way", .count), .init("newest_sent", "Newest sent", .moment),
            ]
        case .baselineKnown:
            [
                .init("baseline", "Baseline", .percent), .init("cohort_month", "Cohort", .text), .init("size", "Customers", .count),
                .init("retained", "Retained", .count), .init("set_at", "Set", .moment), .init("set_by", "By", .text),
                .init("why", "Why", .text),
            ]
        case .retentionImproved:
            [
                .init("cohort_month", "Newest cohort", .text), .init("size", "Customers", .count), .init("retained", "Retained", .count),
                .init("rate", "Rate", .percent), .init("baseline", "Baseline", .percent), .init("wanted", "Retained to pass", .count),
            ]
        case .atRiskRecovery:
            [
                .init("sent", "Sent in 90 days", .count), .init("matured", "30 days old", .count),
                .init("scored", "With both scores", .count), .init("recovered", "Recovered", .count), .init("pending", "Younger", .count),
            ]
        case .surveysDeployed:
            [
                .init("deployed", "Deployed in 30 days", .count), .init("answered", "Answered", .count),
                .init("response_rate", "Response rate", .percent),
            ]
        case .npsResponses:
            [
                .init("promoters", "Promoters", .count), .init("passives", "Passives", .count), .init("detractors", "Detractors", .count),
                .init("responses", "Responses in 30 days", .count), .init("minimum", "Minimum", .count),
            ]
        case .npsReached:
            [
                .init("promoters", "Promoters", .count), .init("passives", "Passives", .count), .init("detractors", "Detractors", .count),
                .init("nps", "NPS", .points), .init("low", "95 % from", .points), .init("high", "to", .points),
            ]
        }
    }
}
