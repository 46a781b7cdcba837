public import Domain
public import Postgres
import Schema

/// Active customers with their scores: those that need attention first.
public struct CustomerList: Sendable, Hashable {
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// Lowest first.
        case score
        /// Highest first, unknown last.
        case arr
        /// Largest fall first, those without a score 7 days before last.
        case change
    }

    public struct Entry: Sendable, Hashable {
        public let customer: Customer
        public let score: Int
        public let status: HealthStatus
        /// Points gained over the last 7 days; nil where there was no score then.
        public let change: Int?
        public let lastActivity: Moment?
    }

    public let asOf: Moment
    /// How many customers there are that the filters let through.
    public let total: Int
    /// The first of them.
    public let entries: [Entry]

    /// - Parameters:
    ///   - status: only those; nil for all.
    ///   - segment: only theirs; nil for all.
    ///   - limit: at most so many entries.
    /// - Throws: ``PostgresError``.
    public static func fetch(
        asOf: Moment, status: HealthStatus? = nil, segment: Segment? = nil, order: Order = .score, limit: Int, on connection: Connection
    ) async throws -> CustomerList {
        let before = asOf.adding(days: -7)
        var conditions: [SQL] = ["true"]
        if let status { conditions.append("s.health_status = \(status)") }
        if let segment { conditions.append("mainstay.segment(u.subscription_tier) = \(segment)") }
        // The scores of 7 days ago are computed for all only where the order needs them.
        let (earlier, fall): (SQL, SQL) =
            order == .change
            ? (
                "LEFT JOIN mainstay.health_scores_at(\(before)) AS b ON b.user_id = s.user_id",
                "s.total_health_score - b.total_health_score"
            )
            : ("", "NULL::integer")
        let place: SQL =
            switch order {
            case .score: "total_health_score, arr DESC NULLS LAST, user_id"
            case .arr: "arr DESC NULLS LAST, total_health_score, user_id"
            case .change: "fall NULLS LAST, arr DESC NULLS LAST, user_id"
            }
        let rows = try await connection.query(
            """
            SELECT l.*, l.total_health_score - b.total_health_score AS change
              FROM (SELECT u.user_id, u.external_id, u.name, u.email, u.subscription_tier, u.arr,
                           s.total_health_score, s.health_status, s.last_activity, \(fall) AS fall, count(*) OVER () AS total
                      FROM mainstay.health_scores_at(\(asOf)) AS s JOIN mainstay.users AS u ON u.user_id = s.user_id
                      \(earlier)
                     WHERE \(conditions.joined(separator: " AND "))
                     ORDER BY \(place) LIMIT \(limit)) AS l
              LEFT JOIN LATERAL mainstay.health_score_at(l.user_id, \(before)) AS b ON true
             ORDER BY \(place)
            """)
        return CustomerList(asOf: asOf, total: try rows.first?.decode("total") ?? 0, entries: try rows.map(Entry.init))
    }
}

extension CustomerList.Entry {
    init(_ row: Row) throws {
        self.init(
            customer: try Customer(row), score: try row["total_health_score"], status: try row["health_status"],
            change: try row["change"], lastActivity: try row["last_activity"])
    }
}

extension CustomerList {
    /// The shape of `mainstay customers --format json`.
    public var json: JSON {
        .object([
            "as_of": .from(asOf),
            "total": .from(total),
            "customers": .array(
                entries.map { entry in
                    .object(
                        entry.customer.jsonMembers + [
                            JSON.Member("score", .from(entry.score)),
                            JSON.Member("status", .string(entry.status.rawValue)),
                            JSON.Member("change_7d", .from(entry.change)),
                            JSON.Member("last_activity", .from(entry.lastActivity)),
                        ])
                }),
        ])
    }
}
