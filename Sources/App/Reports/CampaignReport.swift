public import CustomerMetrics
import Domain
import Foundation

extension CampaignEffectiveness: Report {
    public var page: Page {
        var page = Page("Campaigns", "sent in the last \(Spoken.count(windowDays, "day", "days")), \(Page.asOf(asOf))")
        page.gap()
        var table = TextTable(
            .left(""), .right("Sent"), .right("Opened"), .right("Clicked"), .right("Responded"), .right("Matured"), .right("Pending"),
            .right("Recovered"),
            .right("To healthy"), .right("Converted"))
        for campaign in campaigns {
            let marks = Dictionary(uniqueKeysWithValues: campaign.targets.map { ($0.rate, $0.isReached) })
            func rate(_ rate: Rate, _ name: String, else reason: String) -> InkedText {
                page.figure(rate.percent, else: reason) { InkedText("\(NumberText.decimal($0)) %") } + " " + Page.mark(marks[name] ?? nil)
            }
            let nothing = "no message of this type was sent in these days"
            let unripe =
                campaign.matured == 0 ? "no message is 30 days old yet" : "no message that is 30 days old has a score before and after"
            table.add(
                InkedText(campaign.type.name), InkedText(NumberText.count(campaign.sent)),
                rate(campaign.opened, "open_rate", else: nothing), rate(campaign.clicked, "click_rate", else: nothing),
                rate(campaign.responded, "response_rate", else: nothing), InkedText(NumberText.count(campaign.matured)),
                InkedText(NumberText.count(campaign.pending)), rate(campaign.recovered, "recovery_rate", else: unripe),
                rate(campaign.recoveredToHealthy, "recovered_to_healthy_rate", else: unripe),
                campaign.converted.map { rate($0, "conversion_rate", else: unripe) } ?? "  ")
        }
        page.add(table)
        page.gap()
        for campaign in campaigns {
            let targets = campaign.targets.map { "\($0.name) \($0.percent) %" }.joined(separator: ", ")
            page.add(.faint("Targets of \(campaign.type.name): \(targets)"))
        }
        page.note("Recovered: a higher score 30 days after the message than when it was sent, of those matured with both.")
        return page
    }

    public var csv: CSVTable {
        CSVTable(
            [
                "campaign_type", "total_sent", "emails_opened", "emails_clicked", "responses_received", "open_rate", "click_rate",
                "response_rate", "matured", "pending", "recovery_rate", "recovered_to_healthy_rate", "conversion_rate",
            ],
            rows: campaigns.map { campaign in
                [
                    campaign.type.rawValue, .csv(campaign.sent), .csv(campaign.opened.part), .csv(campaign.clicked.part),
                    .csv(campaign.responded.part), .csv(campaign.opened.percent), .csv(campaign.clicked.percent),
                    .csv(campaign.responded.percent), .csv(campaign.matured), .csv(campaign.pending), .csv(campaign.recovered.percent),
                    .csv(campaign.recoveredToHealthy.percent), .csv(campaign.converted?.percent),
                ]
            })
    }
}

extension CampaignEffectiveness.Target {
    fileprivate var name: String { rate.replacing("_rate", with: "") }
}
