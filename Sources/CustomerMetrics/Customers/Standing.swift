public import Domain
import Postgres
import Schema

/// Whether a customer is one, and since when.
public enum Standing: Sendable, Hashable {
    case notYet
    case active(since: Moment)
    /// With the status that the source gives.
    case ended(at: Moment, status: String)

    /// A change of it (metrics.md §1).
    public struct Change: Sendable, Hashable {
        public let moment: Moment
        public let isActive: Bool
        public let status: String

        var json: JSON {
            .object(["at": .from(moment), "active": .from(isActive), "status": .string(status)])
        }
    }

    init(after changes: [Change]) {
        switch changes.last {
        case nil: self = .notYet
        case .some(let last) where !last.isActive: self = .ended(at: last.moment, status: last.status)
        case .some(let last):
            // Active since the change after the last end, or since the beginning.
            let sinceEnd = changes.lastIndex { !$0.isActive }.map { changes[$0 + 1] } ?? changes.first
            self = .active(since: (sinceEnd ?? last).moment)
        }
    }

    /// Every change of a customer's standing up to a moment, oldest first; those of one instant in the order in which they count.
    static func changes(of customer: CustomerID, upTo moment: Moment, on connection: Connection) async throws -> [Change] {
        try await connection.query(
            """
            SELECT c.moment, c.active, c.status
              FROM (SELECT u.created_at AS moment, 0 AS rank, 0 AS change_id, true AS active, 'active' AS status
                      FROM mainstay.users AS u WHERE u.user_id = \(customer.uuid)
                    UNION ALL
                    SELECT u.churned_at, 1, 0, false, CASE u.status WHEN 'active' THEN 'churned' ELSE u.status END
                      FROM mainstay.users AS u WHERE u.user_id = \(customer.uuid) AND u.churned_at IS NOT NULL
                    UNION ALL
                    SELECT s.changed_at, 2, s.change_id, s.active, s.status
                      FROM mainstay.user_status_changes AS s JOIN mainstay.users AS u ON u.user_id = s.user_id
                     WHERE s.user_id = \(customer.uuid) AND s.changed_at >= u.created_at) AS c
             WHERE c.moment <= \(moment)
             ORDER BY c.moment, c.rank, c.change_id
            """
        ).map(Change.init)
    }

    var json: JSON {
        switch self {
        case .notYet: .object(["active": .bool(false), "since": .null, "status": .null])
        case .active(let since): .object(["active": .bool(true), "since": .from(since), "status": .string("active")])
        case .ended(let moment, let status): .object(["active": .bool(false), "since": .from(moment), "status": .string(status)])
        }
    }
}

extension Standing.Change {
    init(_ row: Row) throws {
        self.init(moment: try row["moment"], isActive: try row["active"], status: try row["status"])
    }
}
