public import Domain

/// A line of the audit log.
public struct AuditEntry: Sendable, Hashable {
    public let id: Int64
    public let recordedAt: Moment
    public let actorKind: AuditActor.Kind
    /// Nil of nobody.
    public let actor: String?
    /// One of ``AuditAction``, or of a newer program's.
    public let action: String
    /// The account or token it was done to; nil where there is none.
    public let subject: String?
    public let details: [String: String]
    public let address: String?
}
