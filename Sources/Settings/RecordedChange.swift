public import Domain

/// A recorded change of one parameter.
public struct RecordedChange: Sendable, Hashable {
    /// Parameters that moved together share the number.
    public let changeSet: Int64
    public let changedAt: Moment
    public let changedBy: String
    public let reason: String
    public let name: String
    public let before: String
    public let after: String
    /// The model version that the change made; nil outside the health group.
    public let modelVersion: Int?
}
