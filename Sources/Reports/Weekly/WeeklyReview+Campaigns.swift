import CustomerMetrics
import Dashboards
import Domain
import Foundation

extension CampaignEffectiveness.Campaign {
    /// The rates that have a target, in its order, each with what it counts.
    fileprivate var judged: [(target: CampaignEffectiveness.Target, rate: Rate)] {
        targets.compactMap { target in
            switch target.rate {
            case "response_rate": (target, responded)
            case "recovery_rate": (target, recovered)
            case "conversion_rate": converted.map { (target, $0) }
            default: nil
            }
        }
    }
}

extension CampaignEffectiveness.Target {
    /// `Response`
    fileprivate var title: String {
        switch rate {
        case "response_rate": "Response"
        case "recovery_rate": "Recovery"
        default: "Conversion"
        }
    }

    /// What became of those who count.
    fileprivate var outcome: String {
        switch rate {
        case "response_rate": "responded"
        case "recovery_rate": "recovered"
        default: "came back"
        }
    }
}

extension WeeklyReview.Answers {
    /// So few messages prove nothing about a target.
    private static let enough = 30

    private func before(_ type: CampaignType) -> CampaignEffectiveness.Campaign? { campaignsBefore.campaigns.first { $0.type == type } }

    var campaignSection: ReportSection {
        let id = "campaigns"
        let title = "Campaigns against their targets"
        guard campaigns.campaigns.contains(where: { $0.sent > 0 }) else {
            return ReportSection(
                id: id, title: title,
                [
                    .figures(campaigns.campaigns.flatMap(figures)),
                    .empty(
                        EmptyState(
                            missing: "No campaign message was sent in the \(campaigns.windowDays) days up to then.",
                            remedy: "Import messages with `mainstay import FOLDER` (retention_campaigns.csv).")),
                ])
        }
        let judged = campaigns.campaigns.flatMap { campaign in campaign.judged.map { (campaign, $0.target, $0.rate) } }
        let chart = ReportChart(
            "Rates and their targets",
            Chart(
                kind: .bar, labels: judged.map { "\($0.0.type.name), \($0.1.title.lowercased())" },
                series: [
                    Chart.Series(name: "Rate", values: judged.map { $0.2.percent }, tone: .accent),
                    Chart.Series(name: "Target", values: judged.map { Decimal($0.1.percent) }, tone: .muted),
                ],
                minimum: 0, maximum: 100, unit: "%"))
        return ReportSection(
            id: id, title: title,
            [
                .paragraph(
                    "Messages of the last \(campaigns.windowDays) days. Whether somebody recovered is known 30 days after the message; those sent "
                        + "later are pending and in no recovery rate."),
                .figures(campaigns.campaigns.flatMap(figures)), .chart(chart), .table(table),
            ])
    }

    private func figures(_ campaign: CampaignEffectiveness.Campaign) -> [ReportFigure] {
        campaign.judged.map { target, rate in
            let pending = target.rate == "response_rate" || campaign.pending == 0 ? "" : ", \(NumberText.count(campaign.pending)) pending"
            return ReportFigure(
                "campaigns.\(campaign.type.rawValue).\(target.rate)", "\(campaign.type.name): \(target.title.lowercased())",
                .from(rate.percent), .percent, sample: rate.whole, target: .init(.atLeast, Decimal(target.percent)),
                verdict: rate.whole > 0 && rate.whole < Self.enough ? .provisional : Verdict(target.isReached),
                previous: before(campaign.type)?.judged.first { $0.target.rate == target.rate }?.rate.percent,
                note: rate.whole == 0
                    ? "no message \(target.rate == "response_rate" ? "was sent" : "has matured")\(pending)"
                    : "\(NumberText.count(rate.part)) \(target.outcome)\(pending)")
        }
    }

    private var table: ReportTable {
        ReportTable(
            "Messages by type",
            DataTable(
                columns: [
                    .init("campaign_type", "Campaign", .text), .init("total_sent", "Sent", .integer),
                    .init("open_rate", "Opened", .percent),
                    .init("click_rate", "Clicked", .percent), .init("response_rate", "Responded", .percent),
                    .init("matured", "Matured", .integer), .init("pending", "Pending", .integer),
                    .init("recovery_rate", "Recovered", .percent), .init("recovered_to_healthy_rate", "To Healthy", .percent),
                    .init("conversion_rate", "Converted", .percent),
                ],
                rows: campaigns.campaigns.map { campaign in
                    [
                        .text(campaign.type.name), .from(campaign.sent), .from(campaign.opened.percent), .from(campaign.clicked.percent),
                        .from(campaign.responded.percent), .from(campaign.matured), .from(campaign.pending),
                        .from(campaign.recovered.percent),
                        .from(campaign.recoveredToHealthy.percent), .from(campaign.converted?.percent),
                    ]
                }))
    }

    /// Targets that were crossed within the week, and how many are reached.
    var campaignFindings: [ReportFinding] {
        let judged = campaigns.campaigns.flatMap { campaign in
            campaign.judged.filter { $0.rate.whole >= Self.enough }.map { (campaign, $0.target, $0.rate) }
        }
        guard !judged.isEmpty else { return [] }
        let crossed = judged.compactMap { campaign, target, rate -> (text: String, isReached: Bool)? in
            let earlier = before(campaign.type)?.judged.first { $0.target.rate == target.rate }
            guard let isReached = target.isReached, let earlier, earlier.rate.whole >= Self.enough,
                let wasReached = earlier.target.isReached,
                isReached != wasReached, let percent = rate.percent
            else { return nil }
            let text =
                "\(campaign.type.name) \(target.title.lowercased()) \(isReached ? "reached" : "fell below") its target of \(target.percent) %: "
                + "\(NumberText.decimal(percent)) % of \(NumberText.count(rate.whole))"
            return (text, isReached)
        }
        let missed = judged.filter { $0.1.isReached == false }
        let names = missed.map { "\($0.0.type.name.lowercased()) \($0.1.title.lowercased())" }.joined(separator: ", ")
        let standing = ReportFinding(
            "Campaigns reach \(judged.count - missed.count) of \(judged.count) targets that enough messages speak for"
                + (missed.isEmpty ? "." : "; missed: \(names)."),
            .neutral, section: "campaigns")
        return crossed.map { ReportFinding($0.text + ".", $0.isReached ? .better : .worse, section: "campaigns") } + [standing]
    }

    /// The target that is missed by most of itself.
    var campaignDecisions: [ReportDecision] {
        let missed = campaigns.campaigns.flatMap { campaign in
            campaign.judged.compactMap { target, rate -> (ReportDecision, Decimal)? in
                guard target.isReached == false, rate.whole >= Self.enough, let percent = rate.percent else { return nil }
                let decision = ReportDecision(
                    campaign.type == .critical && target.rate == "response_rate"
                        ? "Reach the critical customers who have not answered"
                        : "Change the \(campaign.type.name.lowercased()) messages or whom they go to",
                    because: "\(target.title) is \(NumberText.decimal(percent)) % of \(NumberText.count(rate.whole)) messages in "
                        + "\(campaigns.windowDays) days; the target is \(target.percent) %.",
                    path: DashboardName.campaigns.path, section: "campaigns")
                return (decision, percent / Decimal(target.percent))
            }
        }
        return missed.min { $0.1 < $1.1 }.map { [$0.0] } ?? []
    }
}
