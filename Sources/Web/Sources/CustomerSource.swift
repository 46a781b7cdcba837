public import CustomerMetrics
public import Domain

/// Where pages and the API have customers from.
public protocol CustomerSource: Sendable {
    /// - Throws: ``CustomerCursorError``.
    func page(_ query: CustomerQuery, now: Moment) async throws -> CustomerPage
    /// - Parameter id: as the source or as UUID. - Throws: ``CustomerLookupError``.
    func profile(_ id: String, asOf: Moment) async throws -> CustomerProfile
    func history(_ id: String, from: Moment, to: Moment) async throws -> ScoreHistory
    func explanation(_ id: String, from: Moment, to: Moment) async throws -> Explanation
    /// - Parameter kind: only that; nil for all.
    func timeline(_ id: String, kind: CustomerTimeline.Kind?, asOf: Moment, limit: Int) async throws -> CustomerTimeline
}
