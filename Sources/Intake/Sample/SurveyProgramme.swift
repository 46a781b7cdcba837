import Domain

/// The question "how likely are you to recommend us", first some weeks after sign-up and then every 90 days.
struct SurveyProgramme {
    private(set) var surveys: [CustomerFacts.Survey] = []
    private(set) var nextDay: Int
    private let profile: CustomerProfile
    private let end: Moment

    init(profile: CustomerProfile, firstDay: Int, end: Moment, _ random: inout RandomStream) {
        nextDay = firstDay + 25 + random.below(25)
        (self.profile, self.end) = (profile, end)
    }

    /// Sends the survey that is due, and the answer if one comes.
    mutating func deploy(
        at moment: Moment, state: LifeCourse.State, openTickets: Int, isIncident: Bool, _ random: inout RandomStream
    ) {
        nextDay += 86 + random.below(9)
        guard moment <= end else { return }
        var survey = CustomerFacts.Survey(id: random.uuid(), deployedAt: moment)
        if random.chance(Self.readiness(state) * profile.temperament.openness) {
            // Most answer on the day or the next, some when reminded.
            let hours = random.chance(0.8) ? random.exponential(mean: 14) : random.exponential(mean: 120)
            let respondedAt = moment.adding(seconds: 90 + Int64(min(hours, 500) * 3_600))
            let score = score(state, openTickets: openTickets, isIncident: isIncident, &random)
            let text =
                random.chance(0.66)
                ? FeedbackTexts.text(score: score, state: state, tier: profile.tier, isIncident: isIncident, &random) : nil
            // An answer that is still to come is not known yet.
            if respondedAt <= end { survey.answer = .init(score: score, text: text, respondedAt: respondedAt) }
        }
        surveys.append(survey)
    }

    /// How likely a customer with an open mind is to answer.
    private static func readiness(_ state: LifeCourse.State) -> Double {
        switch state {
        case .onboarding: 0.38
        case .engaged: 0.46
        case .drifting: 0.27
        case .troubled: 0.4
        case .recovering: 0.42
        case .silent: 0.06
        case .ended: 0
        }
    }

    private func score(_ state: LifeCourse.State, openTickets: Int, isIncident: Bool, _ random: inout RandomStream) -> Int {
        let mood: Double
        switch state {
        case .onboarding: mood = 0.2
        case .engaged: mood = 0.5
        case .drifting: mood = -1.2
        case .troubled: mood = -3.2
        case .recovering: mood = -0.2
        case .silent, .ended: mood = -2
        }
        let latent =
            8.1 + 0.7 * profile.temperament.fit + mood - 0.6 * Double(openTickets) - (isIncident ? 0.6 : 0) + 1.6 * random.normal()
        return min(max(Int(latent.rounded()), 0), 10)
    }
}
