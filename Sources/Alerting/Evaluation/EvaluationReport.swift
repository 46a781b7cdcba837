public import Foundation

/// What an evaluation did.
public struct EvaluationReport: Sendable, Hashable {
    public struct Message: Sendable, Hashable {
        public let id: UUID
        /// `fired`, `repeated`, `escalated` or `resolved`.
        public let kind: String
        public let rule: AlertRule
        public let routeID: String?
        public let channel: String
        public let target: String
        /// How many it tells of.
        public let alerts: Int
    }

    /// How often each move was made by it, by the name of the move.
    public let moves: [String: Int]
    /// What was put into the outbox.
    public let messages: [Message]
}
