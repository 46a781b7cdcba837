import Domain

/// The scores before and after a campaign message.
struct CampaignScores: Hashable, Sendable {
    /// A score without its parts, as campaigns keep it.
    struct Standing: Hashable, Sendable {
        var total: Int
        var status: HealthStatus
    }

    /// Whether 30 days have passed since it was sent.
    var isMatured: Bool
    var before: Standing?
    var after: Standing?
}

extension Oracle {
    /// Of every message sent by the moment and later than `since`, by its number (metrics.md §5).
    func campaignScores(at moment: Moment, since: Moment? = nil) -> [Int: CampaignScores] {
        var scores: [Int: CampaignScores] = [:]
        for campaign in company.campaigns where campaign.sentAt <= moment && since.map({ campaign.sentAt > $0 }) ?? true {
            let life = life(of: campaign.customer)
            let later = campaign.sentAt.adding(days: 30)
            func standing(at moment: Moment) -> CampaignScores.Standing? {
                life.score(at: moment).map { CampaignScores.Standing(total: $0.total, status: $0.status) }
            }
            scores[campaign.number] = CampaignScores(
                isMatured: later <= moment, before: standing(at: campaign.sentAt), after: later <= moment ? standing(at: later) : nil)
        }
        return scores
    }
}
