/// The three parts of a health score (metrics.md §2).
public enum ScoreComponent: String, Sendable, Hashable, CaseIterable {
    case engagement
    case support
    case value

    /// The parameters of the scoring model that this part depends on, by name; the weight first.
    public var parameters: [String] {
        switch self {
        case .engagement:
            [
                "engagement_weight", "active_login_days", "active_engagement_points", "moderate_login_days",
                "moderate_engagement_points", "low_login_days", "low_engagement_points",
            ]
        case .support: ["support_weight", "max_support_points", "ticket_penalty", "min_support_points"]
        case .value: ["value_weight", "points_per_feature", "core_feature_bonus", "max_value_points"]
        }
    }
}
