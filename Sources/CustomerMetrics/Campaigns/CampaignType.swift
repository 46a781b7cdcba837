public import Postgres

/// The three programmes of the success team (metrics.md §5).
public enum CampaignType: String, Sendable, Hashable, CaseIterable, PostgresDecodable {
    case atRisk = "at_risk"
    case critical = "critical"
    case winBack = "win_back"

    /// For people.
    public var name: String {
        switch self {
        case .atRisk: "At-risk"
        case .critical: "Critical"
        case .winBack: "Win-back"
        }
    }
}
