public import Domain
public import Foundation
public import Postgres

/// What the calendar and its checks put into the outbox, by the same function of the database as alerts.
public struct RuleMessage: Sendable {
    private let kind: String
    private let rule: String
    private let subject: String
    private let content: MessageContent

    /// - Parameters:
    ///   - kind: such as `digest`, `check` or `report`.
    ///   - subject: messages of one subject arrive in their order.
    public init(kind: String, rule: String, subject: String, content: MessageContent) {
        (self.kind, self.rule, self.subject, self.content) = (kind, rule, subject, content)
    }

    /// Puts the message into the outbox for each recipient, in the transaction of what it tells.
    ///
    /// - Returns: the ids of the messages.
    /// - Throws: ``PostgresError``; `EncodingError`.
    public func enqueue(for recipients: [RuleRecipient], at now: Moment, on connection: Connection) async throws -> [UUID] {
        let text = try content.jsonText()
        var ids: [UUID] = []
        for recipient in recipients {
            let row = try await connection.query(
                """
                SELECT mainstay.enqueue_message(\(recipient.route), \(recipient.channel), \(recipient.target), \(kind), \(rule), \(subject),
                                                \(text)::jsonb, '{}'::bigint[], \(now)) AS id
                """
            ).first
            guard let id: UUID = try row?.decode("id") else {
                throw PostgresError.misuse("a message that was put into the outbox has no id")
            }
            ids.append(id)
        }
        return ids
    }
}
