/// What people write beside their score: by theme and mood, worded in many ways.
enum FeedbackTexts {
    enum Theme: Int, CaseIterable {
        case price, support, onboarding, speed, reports, integrations, reliability, usability, mobile, value
    }

    /// - Returns: one sentence, or two when there is more to say.
    static func text(
        score: Int, state: LifeCourse.State, tier: CustomerProfile.Tier, isIncident: Bool, _ random: inout RandomStream
    ) -> String {
        let weights = weights(state, tier: tier, isIncident: isIncident)
        let first = random.pick(weights: weights)
        var text = sentence(first, score: score, &random)
        if random.chance(0.3) {
            let second = random.pick(weights: weights)
            // The second thing people mention is seldom as good, or as bad, as the first.
            let moderated = min(max(score + (score >= 9 ? -2 : score <= 6 ? 2 : random.below(5) - 2), 0), 10)
            if second != first { text += " " + sentence(second, score: moderated, &random) }
        }
        return text
    }

    /// What is on people's minds, in the order of the themes.
    private static func weights(_ state: LifeCourse.State, tier: CustomerProfile.Tier, isIncident: Bool) -> [Double] {
        var weights: [Double] =
            switch state {
            case .onboarding: [1, 1.2, 5, 0.6, 0.8, 1, 0.4, 2.4, 0.6, 1]
            case .troubled: [1.6, 4.5, 0.3, 2.6, 1.2, 1.8, 3, 0.8, 0.5, 0.5]
            case .drifting: [2.6, 0.8, 0.8, 1.2, 1.2, 1.4, 0.7, 1.6, 1, 1.6]
            default: [1.6, 1.9, 0.7, 1.2, 2.4, 1.9, 0.9, 1.8, 1.1, 2.2]
            }
        if !tier.isPaying { weights[Theme.price.rawValue] *= 0.4 }
        if isIncident {
            weights[Theme.reliability.rawValue] *= 4
            weights[Theme.speed.rawValue] *= 3
        }
        return weights
    }

    private static func sentence(_ theme: Int, score: Int, _ random: inout RandomStream) -> String {
        let theme = FeedbackTemplates.byTheme[theme]
        let templates = score >= 9 ? theme.praise : score >= 7 ? theme.mixed : theme.complaint
        return SlotText.filled(random.pick(templates)) { slot in
            random.pick(FeedbackTemplates.slots[String(slot)] ?? [""])
        }
    }
}
