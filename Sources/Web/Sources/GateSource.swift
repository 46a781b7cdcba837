public import Access
public import Domain
public import Gates

/// Where pages and the API have the exit gates from, and where the baseline is changed.
public protocol GateSource: Sendable {
    func gates(asOf: Moment) async throws -> GateStory
    /// - Throws: ``BaselineError``.
    func setBaseline(_ rate: BaselineRate, why: String, by actor: AuditActor, now: Moment) async throws
    /// Gives the automatic baseline back; nothing where it holds already.
    /// - Throws: ``BaselineError``.
    func resetBaseline(why: String, by actor: AuditActor, now: Moment) async throws
}

/// How the gates stand at a moment, how they came to, and with what retention is compared.
public struct GateStory: Sendable, Hashable {
    public let gates: ExitGates
    public let history: GateHistory
    public let baseline: Baseline

    public init(gates: ExitGates, history: GateHistory, baseline: Baseline) {
        (self.gates, self.history, self.baseline) = (gates, history, baseline)
    }
}
