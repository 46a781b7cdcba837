public import CustomerMetrics
public import Domain

/// Answers the six questions in the shapes of `mainstay metrics`.
public protocol MetricSource: Sendable {
    func answer(_ question: MetricQuestion, asOf: Moment) async throws -> JSON
}

public enum MetricQuestion: Sendable, Hashable {
    case health
    case retention(RetentionDefinition)
    /// - Parameter windowDays: at least 1.
    case nps(windowDays: Int)
    case campaigns
    case system
    case segments
}
