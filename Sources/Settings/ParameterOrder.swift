/// A rule by which one parameter stays below another.
public struct ParameterOrder: Sendable, Hashable {
    /// The names of the two.
    public let lower: String
    public let upper: String
    /// Whether equal values break the rule.
    public let isStrict: Bool
    /// The stable code of its fault.
    let code: String
    /// Why the rule is there, for the one who broke it.
    let reason: String

    /// What the scoring model takes for granted, and its table in the database demands.
    static let all: [ParameterOrder] = [
        ParameterOrder(
            lower: "active_login_days", upper: "moderate_login_days", isStrict: true, code: "parameter-days-order",
            reason: "the steps of inactivity must follow one another"),
        ParameterOrder(
            lower: "moderate_login_days", upper: "low_login_days", isStrict: true, code: "parameter-days-order",
            reason: "the steps of inactivity must follow one another"),
        ParameterOrder(
            lower: "at_risk_threshold", upper: "healthy_threshold", isStrict: true, code: "parameter-thresholds-order",
            reason: "At-Risk begins below Healthy"),
        ParameterOrder(
            lower: "moderate_engagement_points", upper: "active_engagement_points", isStrict: false, code: "parameter-points-order",
            reason: "points must not rise with inactivity"),
        ParameterOrder(
            lower: "low_engagement_points", upper: "moderate_engagement_points", isStrict: false, code: "parameter-points-order",
            reason: "points must not rise with inactivity"),
        ParameterOrder(
            lower: "min_support_points", upper: "max_support_points", isStrict: false, code: "parameter-support-order",
            reason: "the least points must not exceed the most"),
    ]
}
