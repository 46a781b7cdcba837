import CustomerMetrics
public import Domain
public import Postgres

/// The weekly review of the success team: whether customers stay, whether campaigns work, whom to call, who got well and why, and which
/// parameters are worth a look (operations.md §6).
public enum WeeklyReview: ReportContents {
    public static let kind = ReportKind.weekly
    static let longDays: Int64 = 90

    /// What the review is made of: answers to the questions, for its moment and for the one a week before.
    struct Answers: Sendable {
        let asOf: Moment
        let health: HealthSummary
        let healthTrend: HealthTrend
        let retention: Retention
        let campaigns: CampaignEffectiveness
        let campaignsBefore: CampaignEffectiveness
        let lowScores: LowScores
        /// One for each of the low scores' entries: what moved the score in 7 days.
        let explanations: [Explanation]
        /// The same over 90 days, where the week brought no change.
        let longExplanations: [Explanation?]
        /// What moved the scores of those who began too late to be compared with 7, or where that is asked, 90 days before.
        let beginnings: [ScoreSinceBeginning?]
        let recoveries: CriticalRecoveries
    }

    public static func document(asOf: Moment, on connection: Connection) async throws -> ReportDocument {
        let answers = try await Answers.fetch(asOf: asOf, on: connection)
        let suggestions = try await ParameterSuggestions.fetch(asOf: asOf, on: connection)
        return answers.document(adjustments: suggestions.section, adjustmentDecisions: suggestions.decisions)
    }
}

extension WeeklyReview.Answers {
    static func fetch(asOf: Moment, on connection: Connection) async throws -> WeeklyReview.Answers {
        let weekBefore = asOf.adding(days: -7)
        let lowScores = try await LowScores.fetch(asOf: asOf, on: connection)
        var explanations: [Explanation] = []
        var longExplanations: [Explanation?] = []
        var beginnings: [ScoreSinceBeginning?] = []
        for entry in lowScores.entries {
            let explanation = try await Explanation.fetch(entry.customer.uuidText, from: weekBefore, to: asOf, on: connection)
            explanations.append(explanation)
            // Who has been low for long was moved by something as well, only earlier.
            let isQuiet = explanation.outcome == .compared && explanation.parts.allSatisfy { $0.points == 0 }
            let long =
                isQuiet
                ? try await Explanation.fetch(
                    entry.customer.uuidText, from: asOf.adding(days: -WeeklyReview.longDays), to: asOf, on: connection) : nil
            longExplanations.append(long)
            beginnings.append(
                (long ?? explanation).outcome == .began
                    ? try await ScoreSinceBeginning.fetch(entry.customer, since: (long ?? explanation).from, asOf: asOf, on: connection)
                    : nil)
        }
        return WeeklyReview.Answers(
            asOf: asOf,
            health: try await HealthSummary.fetch(asOf: asOf, on: connection),
            healthTrend: try await HealthTrend.fetch(asOf: asOf, days: 28, on: connection),
            retention: try await Retention.fetch(asOf: asOf, on: connection),
            campaigns: try await CampaignEffectiveness.fetch(asOf: asOf, on: connection),
            campaignsBefore: try await CampaignEffectiveness.fetch(asOf: weekBefore, on: connection),
            lowScores: lowScores, explanations: explanations, longExplanations: longExplanations, beginnings: beginnings,
            recoveries: try await CriticalRecoveries.fetch(asOf: asOf, on: connection))
    }
}
