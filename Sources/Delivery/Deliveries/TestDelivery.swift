public import Domain
import Foundation
public import Postgres
import Schema

/// A message that says that it is a test: sent at once and past the outbox, and on record like any other.
///
/// It is written after it was sent, since nobody is to send it once more: a program that dies in between leaves no trace of a test that arrived.
public struct TestDelivery: Sendable {
    public let to: RouteTarget
    public let outcome: SendOutcome
    private let message: OutgoingMessage
    private let endedAt: Moment

    /// Sends it.
    public static func send(to: RouteTarget, by channels: Channels, now: Moment) async -> TestDelivery {
        let content = MessageContent(
            severity: "low", title: "Test of route \(to.route)",
            summary: "If you can read this, messages of Mainstay reach \(TargetText.shown(to.target)).", path: "/")
        let message = OutgoingMessage(
            id: UUID(), route: to.route, target: to.target, kind: "test", rule: "test", content: content, createdAt: now)
        let began = ContinuousClock.now
        let outcome = await channels.send(message, by: to.channel, now: now)
        let took = (ContinuousClock.now - began).components
        return TestDelivery(
            to: to, outcome: outcome, message: message,
            endedAt: now.adding(seconds: took.seconds).adding(microseconds: took.attoseconds / 1_000_000_000_000))
    }

    /// Writes it among the messages, with its attempt: as sent, or as failed, since a test is not tried again by itself.
    public func record(on connection: Connection) async throws {
        let isSent = if case .sent = outcome { true } else { false }
        let sentAt = isSent ? endedAt : nil
        let givenUpAt = isSent ? nil : endedAt
        let error = isSent ? nil : outcome.text
        let state: MessageState = isSent ? .sent : .failed
        try await connection.execute(
            """
            WITH message AS (
                INSERT INTO mainstay.messages (message_id, route_id, channel, target, kind, rule, subject_key, content, created_at, state, next_try_at,
                                               attempts, sent_at, give_up_at, given_up_at, last_error)
                VALUES (\(message.id), \(to.route), \(to.channel), \(to.target), \(message.kind), \(message.rule), \("test:\(message.idText)"),
                        \(try message.content.jsonText())::jsonb, \(message.createdAt), \(state), \(endedAt), 1, \(sentAt), \(endedAt), \(givenUpAt),
                        \(error))
                RETURNING message_id
            )
            INSERT INTO mainstay.delivery_attempts (message_id, started_at, milliseconds, outcome, answer)
            SELECT m.message_id, \(message.createdAt), \(Int((endedAt.microseconds - message.createdAt.microseconds) / 1_000)), \(outcome.word),
                   \(outcome.text)
              FROM message AS m
            """)
    }
}
