public import Domain
public import Foundation
import Postgres
import Schema

/// A support ticket as it stood at a moment.
public struct Ticket: Sendable, Hashable {
    public let id: UUID
    /// The number at the source, where that is not the UUID.
    public let externalID: String?
    public let subject: String?
    public let category: String?
    public let openedAt: Moment
    /// Nil while it is open, and for one that is closed without saying when.
    public let closedAt: Moment?
    public let isOpen: Bool

    /// What people are shown: the source's number where there is one.
    public var shown: String { externalID ?? id.uuidString.lowercased() }

    /// Whether the ticket `t` of a statement is open at a moment (metrics.md §2).
    static func isOpen(at moment: Moment) -> SQL {
        "(t.opened_at <= \(moment) AND (t.closed_at > \(moment) OR t.closed_at IS NULL AND t.status IN ('open', 'pending')))"
    }

    /// The columns of a ticket `t` as it stood at a moment.
    static func columns(asOf moment: Moment) -> SQL {
        """
        t.ticket_id, t.external_id, t.subject, t.category, t.opened_at,
        CASE WHEN t.closed_at <= \(moment) THEN t.closed_at END AS closed_at, \(isOpen(at: moment)) AS is_open
        """
    }

    var json: JSON {
        .object([
            "ticket": .string(shown),
            "subject": .from(subject),
            "category": .from(category),
            "opened_at": .from(openedAt),
            "closed_at": .from(closedAt),
            "open": .from(isOpen),
        ])
    }
}

extension Ticket {
    init(_ row: Row) throws {
        id = try row["ticket_id"]
        externalID = try row["external_id"]
        subject = try row["subject"]
        category = try row["category"]
        openedAt = try row["opened_at"]
        closedAt = try row["closed_at"]
        isOpen = try row["is_open"]
    }
}
