import Domain

/// What the success team sends to one customer when risk appears, and what comes of it.
///
/// A tenth of the customers is never contacted, so that the effect can be measured against them; and of more than 100,000
/// customers, only as many as a team could care for.
struct CampaignProgramme {
    /// What a message brings about.
    enum Effect {
        case none
        /// Problems begin to be solved on this day.
        case recovery(day: Int)
        /// A customer who had left is back.
        case comeback(at: Moment)
    }

    /// What the team sees on a morning.
    struct Sighting {
        let day: Int
        let total: Int
        let status: HealthStatus
        let daysOfSilence: Int
        let state: LifeCourse.State
    }

    private(set) var campaigns: [CustomerFacts.Campaign] = []
    /// When a customer who left is asked back; nil while there is none to ask.
    private(set) var nextWinBackDay: Int?
    private let isInReach: Bool
    private let firstDay: Int
    private let calendar: CompanyCalendar
    private var lastStatus = HealthStatus.healthy
    private var followUp: (kind: CustomerFacts.Campaign.Kind, day: Int)?
    private var lastDaySent = Int.min / 2
    private var roundsSinceHealthy = 0
    private var askedBack = 0

    /// - Parameter signUpDay: nobody is contacted while onboarding has its own messages.
    init(signUpDay: Int, customers: Int, calendar: CompanyCalendar, _ random: inout RandomStream) {
        self.calendar = calendar
        isInReach = random.chance(0.9 * min(1, 100_000 / Double(customers)))
        // The programme begins when the company has found its feet.
        firstDay = max(signUpDay + 14, calendar.firstDay + min(45, calendar.days.count / 6))
    }

    /// Looks at an active customer.
    mutating func observe(_ sighting: Sighting, _ random: inout RandomStream) -> Effect {
        defer { lastStatus = sighting.status }
        if sighting.status == .healthy { roundsSinceHealthy = 0 }
        guard isInReach, sighting.day >= firstDay, sighting.day - lastDaySent >= 7 else { return .none }
        if let kind = kindToSend(sighting, &random) { return send(kind, sighting.day, sighting.state, &random) }
        return .none
    }

    private mutating func kindToSend(_ sighting: Sighting, _ random: inout RandomStream) -> CustomerFacts.Campaign.Kind? {
        if let due = followUp, sighting.day >= due.day {
            followUp = nil
            let stillAtRisk = due.kind == .atRisk && sighting.status == .atRisk
            let stillCritical = due.kind == .critical && sighting.status == .critical
            if stillAtRisk || stillCritical { return due.kind }
        }
        if sighting.status == .critical, lastStatus != .critical, random.chance(0.7) { return .critical }
        if sighting.status == .atRisk, lastStatus == .healthy, sighting.day - lastDaySent >= 28 {
            // The team tells a quiet week from trouble more often than not.
            return random.chance(sighting.state == .engaged ? 0.05 : 0.4) ? .atRisk : nil
        }
        // Rounds without an answer end in a last try.
        if sighting.daysOfSilence == 75, askedBack == 0, random.chance(0.25) {
            askedBack += 1
            return .winBack
        }
        return nil
    }

    /// A customer has left: a first letter after a week, more every 90 days.
    mutating func customerLeft(day: Int, _ random: inout RandomStream) {
        followUp = nil
        nextWinBackDay = isInReach && random.chance(0.65) ? max(day + 7, firstDay) : nil
    }

    /// Sends the win-back that is due.
    mutating func askBack(day: Int, _ random: inout RandomStream) -> Effect {
        askedBack += 1
        nextWinBackDay = askedBack < 3 ? day + 90 : nil
        let effect = send(.winBack, day, .ended, &random)
        if case .comeback = effect {
            nextWinBackDay = nil
            lastStatus = .healthy
        }
        return effect
    }

    private mutating func send(
        _ kind: CustomerFacts.Campaign.Kind, _ day: Int, _ state: LifeCourse.State, _ random: inout RandomStream
    ) -> Effect {
        let message = CampaignMessage(kind: kind, state: state, sentAt: sendingTime(kind, day, &random), &random)
        guard message.campaign.sentAt <= calendar.asOf else { return .none }
        lastDaySent = day
        roundsSinceHealthy += 1
        if message.campaign.respondedAt == nil, kind != .winBack, roundsSinceHealthy < 3, random.chance(0.4) { followUp = (kind, day + 7) }
        campaigns.append(message.known(at: calendar.asOf, &random))
        return effect(of: message, state, &random)
    }

    /// Mails leave in the morning, calls are made through the day.
    private func sendingTime(_ kind: CustomerFacts.Campaign.Kind, _ day: Int, _ random: inout RandomStream) -> Moment {
        let hours = kind == .critical ? random.between(8, 17.5) : random.between(8.5, 10.5)
        return calendar.start(ofDay: day).adding(microseconds: Int64(hours * 3_600e6))
    }

    private func effect(of message: CampaignMessage, _ state: LifeCourse.State, _ random: inout RandomStream) -> Effect {
        if state == .ended {
            guard let respondedAt = message.campaign.respondedAt, random.chance(0.5) else { return .none }
            return .comeback(at: respondedAt)
        }
        guard state == .drifting || state == .troubled || state == .silent else { return .none }
        if let respondedAt = message.campaign.respondedAt, random.chance(state == .silent ? 0.3 : 0.6) {
            return .recovery(day: CompanyCalendar.dayNumber(of: respondedAt) + 1 + random.below(3))
        }
        if let clickedAt = message.campaign.clickedAt, random.chance(0.15) {
            return .recovery(day: CompanyCalendar.dayNumber(of: clickedAt) + 1)
        }
        return .none
    }
}
