import Domain

// Short forms for reports of disagreements.

extension ScoreInputs: CustomStringConvertible {
    var description: String { "L \(lastActivity?.iso8601 ?? "–") n \(openTickets) k \(features)\(hasCore ? " core" : "")" }
}

extension Score: CustomStringConvertible {
    var description: String { "\(engagement)+\(support)+\(value)=\(total) \(status.rawValue)" }
}

extension ScoreRow: CustomStringConvertible {
    var description: String { "\(score) (\(inputs)) model \(model) next \(nextChange?.iso8601 ?? "–")" }
}

extension HistoryRow: CustomStringConvertible {
    var description: String { "\(moment): \(score?.description ?? "no score") (\(inputs)) model \(model)" }
}

extension RetentionMasks: CustomStringConvertible {
    var description: String { "\(cohort) in \(activeIn) since \(activeSince)" }
}

extension CellPlace: CustomStringConvertible {
    var description: String { "\(cohort) + \(months)" }
}

extension CampaignScores: CustomStringConvertible {
    var description: String { "\(before?.description ?? "–") → \(isMatured ? after?.description ?? "–" : "pending")" }
}

extension CampaignScores.Standing: CustomStringConvertible {
    var description: String { "\(total) \(status.rawValue)" }
}

extension Figures: CustomStringConvertible {
    var description: String { "\(customers) customers, average \(averageScore.map { "\($0)" } ?? "–"), \(healthy)/\(atRisk)/\(critical)" }
}
