import Domain
import Foundation
import Postgres
import Schema

/// What is put into the outbox from here, all of it by the same function of the database as alerts.
struct OutgoingMessage {
    let kind: String
    let rule: String
    /// Messages of one subject arrive in their order.
    let subject: String
    let content: MessageContent

    /// Puts the message into the outbox for each recipient, in the transaction of what it tells.
    ///
    /// - Returns: the ids of the messages.
    func enqueue(for recipients: [Recipient], at now: Moment, on connection: Connection) async throws -> [UUID] {
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
