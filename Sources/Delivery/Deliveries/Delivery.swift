public import Domain
public import Foundation
public import Postgres
import Schema

/// A message and how far it has come.
public struct Delivery: Sendable, Hashable {
    public struct Attempt: Sendable, Hashable {
        public let startedAt: Moment
        public let milliseconds: Int
        /// sent, retry, failed
        public let outcome: String
        /// What the receiver said, without secrets.
        public let answer: String?
    }

    public let id: UUID
    public let number: Int64
    public let route: String?
    public let channel: String
    public let target: String
    public let kind: String
    public let rule: String
    public let title: String
    public let state: MessageState
    public let createdAt: Moment
    public let nextTryAt: Moment
    public let attemptCount: Int
    public let sentAt: Moment?
    public let lastError: String?

    private static let columns: SQL = """
        SELECT m.message_id, m.number, m.route_id, m.channel, m.target, m.kind, m.rule, COALESCE(m.content ->> 'title', '') AS title, m.state,
               m.created_at, m.next_try_at, m.attempts, m.sent_at, m.last_error FROM mainstay.messages AS m
        """

    /// What is not sent, as the indexes of it are divided: in the very words of their conditions, since only so they are used.
    static let unsent: [(states: Set<MessageState>, condition: SQL)] = [
        ([.waiting, .sending], "m.state IN ('waiting', 'sending')"), ([.undeliverable], "m.state = 'undeliverable'"),
        ([.failed, .dead], "m.state IN ('failed', 'dead')"),
    ]

    /// The newest first.
    ///
    /// - Parameters:
    ///   - states: empty for all.
    ///   - rules: the names of rules; nil for all.
    ///   - before: only those that are older than the one of this number.
    public static func newest(
        states: [MessageState] = [], rules: [String]? = nil, before: Int64? = nil, limit: Int, on connection: Connection
    ) async throws -> [Delivery] {
        let fits: SQL = """
            (\(states.isEmpty) OR m.state = ANY (\(states.map(\.rawValue)))) AND (\(rules)::text[] IS NULL OR m.rule = ANY (\(rules)))
               AND (\(before)::bigint IS NULL OR m.number < \(before))
            """
        guard !states.isEmpty, !states.contains(.sent) else {
            return try await connection.query("\(columns) WHERE \(fits) ORDER BY m.number DESC LIMIT \(limit)").map(Delivery.init)
        }
        // All of what is asked for and little else: by their numbers one would go through everything that was sent since.
        let few = unsent.filter { !$0.states.isDisjoint(with: states) }.map { part -> SQL in
            "SELECT m.number FROM mainstay.messages AS m WHERE \(part.condition) AND \(fits)"
        }
        return try await connection.query(
            """
            WITH few AS MATERIALIZED (\(few.joined(separator: " UNION ALL ")))
            \(columns) WHERE m.number IN (SELECT f.number FROM few AS f ORDER BY f.number DESC LIMIT \(limit)) ORDER BY m.number DESC
            """
        ).map(Delivery.init)
    }

    /// - Throws: ``DeliveryError/messageUnknown(_:)``.
    public static func fetch(_ text: String, on connection: Connection) async throws -> Delivery {
        guard let id = UUID(uuidString: text),
            let row = try await connection.query("\(columns) WHERE m.message_id = \(id)").first
        else { throw DeliveryError.messageUnknown(text) }
        return try Delivery(row)
    }

    /// What was tried, in order.
    public func attempts(on connection: Connection) async throws -> [Attempt] {
        try await connection.query(
            """
            SELECT started_at, milliseconds, outcome, answer FROM mainstay.delivery_attempts WHERE message_id = \(id) ORDER BY attempt_id
            """
        ).map { row in
            Attempt(
                startedAt: try row.decode("started_at"), milliseconds: try row.decode("milliseconds"),
                outcome: try row.decode("outcome"), answer: try row.decode("answer"))
        }
    }
}

extension Delivery {
    fileprivate init(_ row: Row) throws {
        self.init(
            id: try row.decode("message_id"), number: try row.decode("number"), route: try row.decode("route_id"),
            channel: try row.decode("channel"), target: try row.decode("target"), kind: try row.decode("kind"),
            rule: try row.decode("rule"),
            title: try row.decode("title"), state: try row.decode("state"), createdAt: try row.decode("created_at"),
            nextTryAt: try row.decode("next_try_at"), attemptCount: try row.decode("attempts"), sentAt: try row.decode("sent_at"),
            lastError: try row.decode("last_error"))
    }
}
