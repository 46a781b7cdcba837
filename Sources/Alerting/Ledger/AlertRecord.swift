public import Domain
public import Foundation
public import Postgres
import Schema

/// A move of an alert, or something noted about it.
public struct AlertMove: Sendable, Hashable {
    public let at: Moment
    /// `opened`, `fired`, `held`, `acknowledged`, `assigned`, `commented`, `repeated`, `escalated`, `resolved` or `suppressed`.
    public let move: String
    /// Nil of the first.
    public let from: AlertState?
    public let to: AlertState
    /// `engine`, `evaluation`, or the kind and name of who did it: `user:anna`.
    public let actor: String
    public let reason: String?
}

/// An alert with everything that happened to it.
public struct AlertRecord: Sendable, Hashable {
    public struct Message: Sendable, Hashable {
        public let id: UUID
        public let routeID: String?
        public let channel: String
        public let target: String
        /// `fired`, `repeated`, `escalated` or `resolved`.
        public let kind: String
        /// As its receiver reads it: `3 customers turned Critical`.
        public let title: String
        /// `waiting`, `sending`, `sent`, `undeliverable`, `failed` or `dead`.
        public let state: String
        public let createdAt: Moment
        public let sentAt: Moment?
        public let lastError: String?
        public let attempts: [Attempt]
    }

    public struct Attempt: Sendable, Hashable {
        public let at: Moment
        public let milliseconds: Int
        /// `sent`, `retry` or `failed`.
        public let outcome: String
        public let answer: String?
    }

    public let alert: Alert
    /// In their order.
    public let moves: [AlertMove]
    /// In their order.
    public let messages: [Message]

    /// - Returns: nil when there is none of this number.
    public static func fetch(_ id: Int64, on connection: Connection) async throws -> AlertRecord? {
        guard let alert = try await Alert.fetch(id, on: connection) else { return nil }
        let moves = try await connection.query(
            """
            SELECT moved_at, move, from_state, to_state, actor, reason FROM mainstay.alert_moves WHERE alert_id = \(id) ORDER BY move_id
            """
        ).map { row in
            AlertMove(
                at: try row["moved_at"], move: try row["move"], from: try row["from_state"], to: try row["to_state"],
                actor: try row["actor"], reason: try row["reason"])
        }
        let attempts = try await connection.query(
            """
            SELECT d.message_id, d.started_at, d.milliseconds, d.outcome, d.answer
              FROM mainstay.delivery_attempts AS d JOIN mainstay.message_alerts AS x ON x.message_id = d.message_id
             WHERE x.alert_id = \(id) ORDER BY d.attempt_id
            """
        ).map { row -> (UUID, Attempt) in
            (
                try row["message_id"],
                Attempt(
                    at: try row["started_at"], milliseconds: try row["milliseconds"], outcome: try row["outcome"], answer: try row["answer"]
                )
            )
        }
        let attemptsByMessage = Dictionary(grouping: attempts, by: \.0)
        let messages = try await connection.query(
            """
            SELECT m.message_id, m.route_id, m.channel, m.target, m.kind, COALESCE(m.content ->> 'title', '') AS title, m.state, m.created_at, m.sent_at, m.last_error
              FROM mainstay.messages AS m JOIN mainstay.message_alerts AS x ON x.message_id = m.message_id
             WHERE x.alert_id = \(id) ORDER BY m.number
            """
        ).map { row in
            let id: UUID = try row["message_id"]
            return Message(
                id: id, routeID: try row["route_id"], channel: try row["channel"], target: try row["target"], kind: try row["kind"],
                title: try row["title"], state: try row["state"], createdAt: try row["created_at"], sentAt: try row["sent_at"],
                lastError: try row["last_error"],
                attempts: attemptsByMessage[id, default: []].map(\.1))
        }
        return AlertRecord(alert: alert, moves: moves, messages: messages)
    }
}
