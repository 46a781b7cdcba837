import Domain

/// One message and how its reader will react.
struct CampaignMessage {
    /// With reactions that may lie in the future still.
    private(set) var campaign: CustomerFacts.Campaign

    init(kind: CustomerFacts.Campaign.Kind, state: LifeCourse.State, sentAt: Moment, _ random: inout RandomStream) {
        let isB = random.chance(0.5)
        campaign = .init(
            id: random.uuid(), kind: kind, sentAt: sentAt, variant: isB ? "B" : "A", costInCents: Self.cost(kind, &random))
        let rates = Self.rates(kind, isSilent: state == .silent)
        // The second wording is somewhat better.
        if random.chance(rates.open + (isB ? 0.05 : 0)) {
            let openedAt = Self.later(sentAt, meanHours: 7, &random)
            campaign.openedAt = openedAt
            if random.chance(rates.click + (isB ? 0.04 : 0)) { campaign.clickedAt = Self.later(openedAt, meanHours: 0.2, &random) }
        }
        if random.chance(rates.response + (isB ? 0.03 : 0)) {
            campaign.respondedAt = Self.later(campaign.clickedAt ?? campaign.openedAt ?? sentAt, meanHours: rates.responseHours, &random)
        }
    }

    /// The message as it stands at a moment: what is yet to come is left out, and a young one is still running.
    func known(at moment: Moment, _ random: inout RandomStream) -> CustomerFacts.Campaign {
        var known = campaign
        if let time = known.openedAt, time > moment { known.openedAt = nil }
        if let time = known.clickedAt, time > moment { known.clickedAt = nil }
        if let time = known.respondedAt, time > moment { known.respondedAt = nil }
        let isRunning = moment < campaign.sentAt.adding(days: Self.daysRunning(campaign.kind))
        if isRunning, known.respondedAt == nil { known.status = random.chance(0.06) ? .paused : .active }
        return known
    }

    private struct Rates {
        /// Shares of the messages sent; clicks are a share of those opened.
        let open, click, response: Double
        let responseHours: Double
    }

    private static func rates(_ kind: CustomerFacts.Campaign.Kind, isSilent: Bool) -> Rates {
        switch kind {
        case .atRisk: Rates(open: isSilent ? 0.36 : 0.56, click: 0.36, response: isSilent ? 0.15 : 0.25, responseHours: 20)
        // Critical customers are called; most are reached within the day.
        case .critical: Rates(open: 0.68, click: 0.34, response: isSilent ? 0.7 : 0.88, responseHours: 9)
        case .winBack: Rates(open: 0.33, click: 0.3, response: 0.12, responseHours: 60)
        }
    }

    /// Days in which a message without an answer counts as running.
    private static func daysRunning(_ kind: CustomerFacts.Campaign.Kind) -> Int64 {
        switch kind {
        case .atRisk: 10
        case .critical: 4
        case .winBack: 21
        }
    }

    private static func cost(_ kind: CustomerFacts.Campaign.Kind, _ random: inout RandomStream) -> Int64 {
        switch kind {
        case .atRisk: Int64(random.between(180, 650))
        // An hour of someone's time, more or less.
        case .critical: Int64(random.between(3_500, 9_500))
        case .winBack: Int64(random.between(900, 3_800))
        }
    }

    private static func later(_ moment: Moment, meanHours: Double, _ random: inout RandomStream) -> Moment {
        moment.adding(microseconds: 20_000_000 + Int64(min(random.exponential(mean: meanHours), 20 * meanHours) * 3_600e6))
    }
}
