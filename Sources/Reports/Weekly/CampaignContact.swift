import CustomerMetrics
import Domain
import Postgres
import Schema

/// A campaign message that a customer was sent.
struct CampaignContact: Sendable, Hashable {
    let type: CampaignType
    let sentAt: Moment
    /// Whether this very message was answered by the moment that the question is asked for.
    let isAnswered: Bool

    /// `critical on 2026-11-02, not answered`
    var words: String { "\(type.name.lowercased()) on \(CivilDate(of: sentAt)), \(isAnswered ? "answered" : "not answered")" }
}

extension CampaignContact {
    /// - Parameter row: with message_type, message_sent_at and message_responded; nil where there is no message.
    init?(_ row: Row) throws {
        let type: CampaignType? = try row["message_type"]
        let sentAt: Moment? = try row["message_sent_at"]
        guard let type, let sentAt else { return nil }
        self.init(type: type, sentAt: sentAt, isAnswered: try row.decode("message_responded", as: Bool?.self) ?? false)
    }
}
