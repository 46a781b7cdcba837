import Postgres

/// A version of the scoring model: the parameters of the group `health_score` as they stood.
public struct HealthModel: Sendable, Hashable {
    /// The two that decide what a total means; they belong to no part.
    static let thresholds = ["healthy_threshold", "at_risk_threshold"]
    static let parameterNames = ScoreComponent.allCases.flatMap(\.parameters) + thresholds

    public let version: Int
    private let values: [String: Int]

    /// - Parameter values: by the parameters' names.
    init(version: Int, values: [String: Int]) { (self.version, self.values) = (version, values) }

    /// A parameter's value in this version; nil for a parameter that is none of the model's.
    public subscript(_ parameter: String) -> Int? { values[parameter] }

    /// The most points that a part can give.
    public func weight(of component: ScoreComponent) -> Int { values[component.parameters[0]] ?? 0 }

    /// How long nothing may have happened for each band of engagement, in days of 24 hours, ascending.
    var bandDays: [Int] { ["active_login_days", "moderate_login_days", "low_login_days"].compactMap { values[$0] } }
}

extension HealthModel {
    /// - Parameter row: a row of `mainstay.health_models`.
    init(_ row: Row) throws {
        var values: [String: Int] = [:]
        for name in Self.parameterNames { values[name] = try row.decode(name) }
        self.init(version: try row["model_version"], values: values)
    }
}
