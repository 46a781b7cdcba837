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

/// What came of the messages of a type.
struct CampaignOutcome: Hashable, Sendable {
    var sent = 0
    var matured = 0
    var pending = 0
    /// Matured, with a score both before and after.
    var scored = 0
    var recovered = 0
    var recoveredToHealthy = 0
    /// Had left when it was sent, and was active again within 30 days.
    var converted = 0
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

    /// Of the messages of the last 90 days, by type; always the three types.
    func campaignOutcomes(at moment: Moment) -> [String: CampaignOutcome] {
        let scores = campaignScores(at: moment, since: moment.adding(days: -90))
        var outcomes: [String: CampaignOutcome] = ["at_risk": .init(), "critical": .init(), "win_back": .init()]
        for campaign in company.campaigns {
            guard let score = scores[campaign.number] else { continue }
            var outcome = outcomes[campaign.type] ?? .init()
            outcome.sent += 1
            if score.isMatured { outcome.matured += 1 } else { outcome.pending += 1 }
            if let before = score.before, let after = score.after {
                outcome.scored += 1
                if after.total > before.total { outcome.recovered += 1 }
                if before.status != .healthy, after.status == .healthy { outcome.recoveredToHealthy += 1 }
            }
            if score.isMatured, campaign.type == "win_back", cameBack(campaign) { outcome.converted += 1 }
            outcomes[campaign.type] = outcome
        }
        return outcomes
    }

    private func cameBack(_ campaign: Company.Campaign) -> Bool {
        let life = life(of: campaign.customer)
        guard let customer = life.customer, customer.createdAt <= campaign.sentAt, !life.isActive(at: campaign.sentAt) else { return false }
        let until = campaign.sentAt.adding(days: 30)
        return life.factMoments.contains { $0 > campaign.sentAt && $0 <= until && life.isActive(at: $0) }
    }
}
