public import Domain

/// What a change did.
public struct ParameterOutcome: Sendable, Hashable {
    /// Empty when everything named had its value already; then nothing was written.
    public let changes: [ParameterPlan.Change]
    public let unchanged: [String]
    /// The number under which the changes are recorded together; nil without a change.
    public let changeSet: Int64?
    /// The model version that the change made; nil outside the health group. Everybody then waits to be rescored.
    public let model: ModelVersion?

    public struct ModelVersion: Sendable, Hashable {
        public let number: Int
        /// From when on scores are this model's.
        public let validFrom: Moment
    }
}
