public import Domain
public import Foundation
public import Postgres
import Schema

/// Who fell and who recovered? The customers whose status is another than some days before.
public struct StatusMoves: Sendable, Hashable {
    /// What became of those who need attention.
    public enum Group: String, Sendable, Hashable, CaseIterable, PostgresDecodable {
        /// At-Risk or Critical, and Healthy or without a score before.
        case new
        /// At-Risk before, and Critical.
        case worse
        /// Critical before, and At-Risk.
        case better
        /// At-Risk or Critical before, and Healthy.
        case recovered
        /// At-Risk or Critical before, and no longer active.
        case left
    }

    /// How many made the same move.
    public struct Count: Sendable, Hashable {
        /// Nil for those who had no score, or have none.
        public let from: HealthStatus?
        public let to: HealthStatus?
        public let customers: Int
        /// Their annual recurring revenue, in the currency of the facts.
        public let arr: Decimal
    }

    public struct Entry: Sendable, Hashable {
        public let group: Group
        public let customer: Customer
        public let from: HealthStatus?
        public let scoreBefore: Int?
        public let to: HealthStatus?
        public let score: Int?
    }

    public let asOf: Moment
    /// Days of 24 hours before the moment with which it is compared.
    public let windowDays: Int
    public let counts: [Count]
    /// The first of each group, the highest ARR first.
    public let entries: [Entry]

    /// - Parameter limit: at most so many entries of each group.
    /// - Throws: ``PostgresError``.
    public static func fetch(
        asOf: Moment, windowDays: Int = 7, limit: Int = 10, on connection: Connection
    ) async throws -> StatusMoves {
        let rows = try await connection.query(
            """
            SELECT p.*
              FROM (SELECT g.*, row_number() OVER (PARTITION BY g.move ORDER BY g.arr DESC NULLS LAST, g.user_id) AS place,
                           row_number() OVER pair AS place_in_pair,
                           count(*) OVER (PARTITION BY g.from_status, g.to_status) AS alike,
                           COALESCE(sum(g.arr) OVER (PARTITION BY g.from_status, g.to_status), 0) AS arr_alike
                      FROM (SELECT m.*,
                                   CASE WHEN m.to_status = 'Healthy' THEN 'recovered' WHEN m.to_status IS NULL THEN 'left'
                                        WHEN COALESCE(m.from_status, 'Healthy') = 'Healthy' THEN 'new'
                                        WHEN m.to_status = 'Critical' THEN 'worse' ELSE 'better' END AS move
                              FROM mainstay.status_moves(\(asOf), \(windowDays)::integer) AS m
                             -- Who was fine when leaving, or is from the beginning, has not become anything else.
                             WHERE COALESCE(m.from_status, 'Healthy') <> 'Healthy' OR COALESCE(m.to_status, 'Healthy') <> 'Healthy') AS g
                    WINDOW pair AS (PARTITION BY g.from_status, g.to_status ORDER BY g.user_id)) AS p
             WHERE p.place <= \(limit) OR p.place_in_pair = 1
             ORDER BY p.move, p.place
            """)
        var counts: [Count] = []
        var entries: [Entry] = []
        for row in rows {
            let (from, to): (HealthStatus?, HealthStatus?) = (try row["from_status"], try row["to_status"])
            if try row.decode("place_in_pair", as: Int.self) == 1 {
                counts.append(Count(from: from, to: to, customers: try row["alike"], arr: try row["arr_alike"]))
            }
            if try row.decode("place", as: Int.self) <= limit {
                entries.append(
                    Entry(
                        group: try row["move"], customer: try Customer(row), from: from, scoreBefore: try row["from_total"], to: to,
                        score: try row["to_total"]))
            }
        }
        return StatusMoves(asOf: asOf, windowDays: windowDays, counts: counts, entries: entries)
    }
}

extension StatusMoves {
    /// How many moved from one status to another.
    public func customers(from: HealthStatus?, to: HealthStatus?) -> Int {
        counts.first { $0.from == from && $0.to == to }?.customers ?? 0
    }

    /// How many there are of a group.
    public func customers(_ group: Group) -> Int {
        switch group {
        case .new: [HealthStatus.atRisk, .critical].reduce(0) { $0 + customers(from: .healthy, to: $1) + customers(from: nil, to: $1) }
        case .worse: customers(from: .atRisk, to: .critical)
        case .better: customers(from: .critical, to: .atRisk)
        case .recovered: customers(from: .atRisk, to: .healthy) + customers(from: .critical, to: .healthy)
        case .left: customers(from: .atRisk, to: nil) + customers(from: .critical, to: nil)
        }
    }

    /// The entries of a group, the highest ARR first.
    public subscript(_ group: Group) -> [Entry] { entries.filter { $0.group == group } }

    public var json: JSON {
        .object([
            "window_days": .from(windowDays),
            "groups": .object(Group.allCases.map { JSON.Member($0.rawValue, .from(customers($0))) }),
            "counts": .array(
                counts.sorted { ($0.from?.rawValue ?? "", $0.to?.rawValue ?? "") < ($1.from?.rawValue ?? "", $1.to?.rawValue ?? "") }.map {
                    .object([
                        "from": .from($0.from?.rawValue), "to": .from($0.to?.rawValue), "customers": .from($0.customers),
                        "arr": .from($0.arr),
                    ])
                }),
            "customers": .array(
                entries.map { entry in
                    .object(
                        entry.customer.jsonMembers + [
                            JSON.Member("group", .string(entry.group.rawValue)), JSON.Member("from", .from(entry.from?.rawValue)),
                            JSON.Member("score_before", .from(entry.scoreBefore)), JSON.Member("to", .from(entry.to?.rawValue)),
                            JSON.Member("score", .from(entry.score)),
                        ])
                }),
        ])
    }
}
