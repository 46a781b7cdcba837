import Domain

/// A version of the scoring model: the health_score parameters of parameters.csv, with the points they give (metrics.md §2).
struct ScoringModel: Hashable, Sendable {
    enum Parameter: String, CaseIterable, Sendable {
        case engagementWeight = "engagement_weight"
        case supportWeight = "support_weight"
        case valueWeight = "value_weight"
        case activeLoginDays = "active_login_days"
        case activeEngagementPoints = "active_engagement_points"
        case moderateLoginDays = "moderate_login_days"
        case moderateEngagementPoints = "moderate_engagement_points"
        case lowLoginDays = "low_login_days"
        case lowEngagementPoints = "low_engagement_points"
        case maxSupportPoints = "max_support_points"
        case ticketPenalty = "ticket_penalty"
        case minSupportPoints = "min_support_points"
        case pointsPerFeature = "points_per_feature"
        case coreFeatureBonus = "core_feature_bonus"
        case maxValuePoints = "max_value_points"
        case healthyThreshold = "healthy_threshold"
        case atRiskThreshold = "at_risk_threshold"
    }

    let version: Int
    /// From when on it counts; nil is the beginning of time.
    let validFrom: Moment?
    private let values: [Parameter: Int]

    static let first = ScoringModel(
        version: 1, validFrom: nil,
        values: [
            .engagementWeight: 40, .supportWeight: 30, .valueWeight: 30,
            .activeLoginDays: 1, .activeEngagementPoints: 40, .moderateLoginDays: 7, .moderateEngagementPoints: 30,
            .lowLoginDays: 30, .lowEngagementPoints: 20,
            .maxSupportPoints: 30, .ticketPenalty: 10, .minSupportPoints: 0,
            .pointsPerFeature: 5, .coreFeatureBonus: 10, .maxValuePoints: 30,
            .healthyThreshold: 70, .atRiskThreshold: 40,
        ])

    private init(version: Int, validFrom: Moment?, values: [Parameter: Int]) {
        (self.version, self.validFrom, self.values) = (version, validFrom, values)
    }

    /// The next version, which differs in some parameters.
    func changed(_ changes: [Parameter: Int], validFrom: Moment) -> ScoringModel {
        ScoringModel(version: version + 1, validFrom: validFrom, values: values.merging(changes) { $1 })
    }

    subscript(_ parameter: Parameter) -> Int { values[parameter, default: 0] }

    /// The lengths of inactivity at which engagement falls.
    var bands: [Int64] { [Int64(self[.activeLoginDays]), Int64(self[.moderateLoginDays]), Int64(self[.lowLoginDays])] }

    func counts(at moment: Moment) -> Bool { validFrom.map { $0 <= moment } ?? true }

    private func engagement(lastActivity: Moment?, at moment: Moment) -> Int {
        guard let lastActivity else { return scaled(0, .activeEngagementPoints, .engagementWeight) }
        let inactive = moment.microseconds - lastActivity.microseconds
        let raw =
            if inactive < Int64(self[.activeLoginDays]) * Moment.microsecondsPerDay {
                self[.activeEngagementPoints]
            } else if inactive < Int64(self[.moderateLoginDays]) * Moment.microsecondsPerDay {
                self[.moderateEngagementPoints]
            } else if inactive < Int64(self[.lowLoginDays]) * Moment.microsecondsPerDay {
                self[.lowEngagementPoints]
            } else {
                0
            }
        return scaled(raw, .activeEngagementPoints, .engagementWeight)
    }

    private func support(openTickets: Int) -> Int {
        let raw = max(self[.minSupportPoints], self[.maxSupportPoints] - self[.ticketPenalty] * openTickets)
        return scaled(raw, .maxSupportPoints, .supportWeight)
    }

    private func value(features: Int, hasCore: Bool) -> Int {
        let raw = min(self[.maxValuePoints], self[.pointsPerFeature] * features + (hasCore ? self[.coreFeatureBonus] : 0))
        return scaled(raw, .maxValuePoints, .valueWeight)
    }

    func score(of inputs: ScoreInputs, at moment: Moment) -> Score {
        let engagement = engagement(lastActivity: inputs.lastActivity, at: moment)
        let support = support(openTickets: inputs.openTickets)
        let value = value(features: inputs.features, hasCore: inputs.hasCore)
        let total = engagement + support + value
        return Score(engagement: engagement, support: support, value: value, total: total, status: status(total: total))
    }

    private func status(total: Int) -> HealthStatus {
        if total >= self[.healthyThreshold] { return .healthy }
        return total >= self[.atRiskThreshold] ? .atRisk : .critical
    }

    /// `round(raw / raw_max × weight)`, half away from zero. A scale of 0 has no points to give.
    private func scaled(_ raw: Int, _ scale: Parameter, _ weight: Parameter) -> Int {
        guard self[scale] > 0 else { return 0 }
        let (quotient, remainder) = (raw * self[weight]).quotientAndRemainder(dividingBy: self[scale])
        return quotient + (2 * remainder >= self[scale] ? 1 : 0)
    }
}
