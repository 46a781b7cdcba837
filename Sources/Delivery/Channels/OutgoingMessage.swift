public import Domain
public import Foundation

/// A message as a channel gets it.
public struct OutgoingMessage: Sendable, Hashable {
    /// The same for every attempt, so that a receiver can know a message again.
    public let id: UUID
    public let route: String?
    public let target: String
    /// Those of the target who have it already.
    public let reached: Set<String>
    /// fired, resolved, repeated, escalated, digest, check, report, test
    public let kind: String
    public let rule: String
    public let content: MessageContent
    public let alerts: [Int64]
    public let createdAt: Moment

    public init(
        id: UUID, route: String?, target: String, reached: Set<String> = [], kind: String, rule: String, content: MessageContent,
        alerts: [Int64] = [],
        createdAt: Moment
    ) {
        (self.id, self.route, self.target, self.reached, self.kind, self.rule) = (id, route, target, reached, kind, rule)
        (self.content, self.alerts, self.createdAt) = (content, alerts, createdAt)
    }

    /// In small letters, as all receivers see it.
    var idText: String { id.uuidString.lowercased() }
}
