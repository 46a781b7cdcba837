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

    /// The newest first.
    ///
    /// - Parameters:
    ///   - states: empty for all.
    ///   - rules: the names of rules; nil for all.
    ///   - before: only those that are older than the one of this number.
    public static func newest(
        states: [MessageState] = [], rules: [String]? = nil, before: Int64? = nil, limit: Int, on connection: Connection
    ) async throws -> [Delivery] {
        try await connection.query(
            """
            \(columns)
             WHERE (\(states.isEmpty) OR m.state = ANY (\(states.map(\.rawValue)))) AND (\(rules)::text[] IS NULL OR m.rule = ANY (\(rules)))
               AND (\(before)::bigint IS NULL OR m.number < \(before))
             ORDER BY m.number DESC LIMIT \(limit)
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

    // MARK: Sending again

    private static let renewal: SQL = "state = 'waiting', attempts = 0, given_up_at = NULL"

    /// Puts a message that was given up back into the outbox, for another 24 hours.
    ///
    /// - Throws: ``DeliveryError``.
    public static func retry(_ text: String, now: Moment, on connection: Connection) async throws -> Delivery {
        let found = try await fetch(text, on: connection)
        let changed = try await connection.query(
            """
            UPDATE mainstay.messages SET \(renewal), next_try_at = \(now), give_up_at = \(now.adding(days: 1))
             WHERE message_id = \(found.id) AND state IN ('failed', 'dead') RETURNING message_id
            """)
        guard !changed.isEmpty else { throw DeliveryError.notGivenUp(found.id, found.state) }
        return try await fetch(text, on: connection)
    }

    /// Does so with all that were given up.
    ///
    /// - Returns: how many there were.
    public static func retryAll(now: Moment, on connection: Connection) async throws -> Int {
        try await connection.execute(
            """
            UPDATE mainstay.messages SET \(renewal), next_try_at = \(now), give_up_at = \(now.adding(days: 1)) WHERE state IN ('failed', 'dead')
            """)
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

/// Where a route leads.
public struct RouteTarget: Sendable, Hashable {
    public let route: String
    public let channel: String
    public let target: String

    /// Of all routes that are switched on, their parameters looked up.
    public static func all(on connection: Connection) async throws -> [RouteTarget] {
        try await connection.query("SELECT route_id, channel, target FROM mainstay.live_routes() ORDER BY route_id").map { row in
            RouteTarget(route: try row.decode("route_id"), channel: try row.decode("channel"), target: try row.decode("target"))
        }
    }

    /// - Throws: ``DeliveryError/routeUnknown(_:)``.
    public static func fetch(_ route: String, on connection: Connection) async throws -> RouteTarget {
        guard let found = try await all(on: connection).first(where: { $0.route == route }) else { throw DeliveryError.routeUnknown(route) }
        return found
    }

    /// Sends a message that says that it is a test, at once and past the outbox.
    public func test(by channels: Channels, now: Moment) async -> SendOutcome {
        let content = MessageContent(
            severity: "low", title: "Test of route \(route)", summary: "If you can read this, messages of Mainstay reach \(target).",
            path: "/")
        let message = OutgoingMessage(
            id: UUID(), route: route, target: target, kind: "test", rule: "test", content: content, createdAt: now)
        return await channels.send(message, by: channel, now: now)
    }
}
