import Domain
import Foundation

extension RandomCompany {
    mutating func insertCampaigns() -> [String] {
        let campaigns = (0..<random.number(in: 1...3)).map { offset in
            Company.Campaign(
                number: nextCampaign + offset, type: random.pick(["at_risk", "critical", "win_back"]), customer: somebody(),
                sentAt: moment())
        }
        nextCampaign += campaigns.count
        company.campaigns += campaigns
        let rows = campaigns.map { ["\($0.number)", Literal.of($0.type), Literal.of($0.customer), Literal.of($0.sentAt)] }
        return ["INSERT INTO mainstay.retention_campaigns (id, campaign_type, user_id, sent_at) VALUES \(Literal.rows(rows));"]
    }

    /// Another time or another customer; or something that scores have nothing to do with.
    mutating func correctCampaign() -> [String] {
        guard !company.campaigns.isEmpty else { return [] }
        let place = random.pick(company.campaigns.indices)
        if random.chance(percent: 60) { company.campaigns[place].sentAt = moment() }
        if random.chance(percent: 20) { company.campaigns[place].customer = somebody() }
        let campaign = company.campaigns[place]
        return [
            "UPDATE mainstay.retention_campaigns SET sent_at = \(Literal.of(campaign.sentAt)), user_id = \(Literal.of(campaign.customer)), "
                + "variant = 'b' WHERE id = \(campaign.number);"
        ]
    }

    mutating func deleteCampaign() -> [String] {
        guard !company.campaigns.isEmpty else { return [] }
        let campaign = company.campaigns.remove(at: random.number(below: company.campaigns.count))
        return ["DELETE FROM mainstay.retention_campaigns WHERE id = \(campaign.number);"]
    }
}
