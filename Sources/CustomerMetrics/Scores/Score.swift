public import Domain
import Postgres
import Schema

/// A customer's health score at a moment with the inputs it was made of.
public struct Score: Sendable, Hashable {
    public struct Inputs: Sendable, Hashable {
        public let lastActivity: Moment?
        public let openTickets: Int
        public let adoptedFeatures: Int
        public let coreFeatureAdopted: Bool
    }

    public let engagement: Int
    public let support: Int
    public let value: Int
    public let total: Int
    public let status: HealthStatus
    public let inputs: Inputs
    public let modelVersion: Int

    public subscript(_ component: ScoreComponent) -> Int {
        switch component {
        case .engagement: engagement
        case .support: support
        case .value: value
        }
    }

    var json: JSON {
        .object([
            "total": .from(total),
            "status": .string(status.rawValue),
            "engagement": .from(engagement),
            "support": .from(support),
            "value": .from(value),
            "inputs": .object([
                "last_activity": .from(inputs.lastActivity),
                "open_tickets": .from(inputs.openTickets),
                "adopted_features": .from(inputs.adoptedFeatures),
                "core_feature_adopted": .from(inputs.coreFeatureAdopted),
            ]),
            "model_version": .from(modelVersion),
        ])
    }
}

extension Score {
    /// - Parameter row: with the columns of `mainstay.computed_score` or `mainstay.health_score_states`.
    /// - Returns: nil where the customer was not active.
    init?(_ row: Row) throws {
        guard let total: Int = try row["total_health_score"] else { return nil }
        self.total = total
        engagement = try row["engagement_score"]
        support = try row["support_score"]
        value = try row["value_score"]
        status = try row["health_status"]
        inputs = Inputs(
            lastActivity: try row["last_activity"], openTickets: try row["open_ticket_count"],
            adoptedFeatures: try row["feature_adoption_count"], coreFeatureAdopted: try row["core_feature_adopted"])
        modelVersion = try row["model_version"]
    }
}
