/// What a total health score means (metrics.md §2).
public enum HealthStatus: String, Sendable, Hashable, CaseIterable {
    case healthy = "Healthy"
    case atRisk = "At-Risk"
    case critical = "Critical"

    /// Reads the label or the form used in options: `healthy`, `at-risk`, `critical`.
    public init?(option: String) {
        guard let status = Self.allCases.first(where: { $0.rawValue.lowercased() == option.lowercased() }) else { return nil }
        self = status
    }
}
