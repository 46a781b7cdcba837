public import Domain
import Foundation
public import Postgres
import Schema

extension CustomerPage {
    /// - Parameters:
    ///   - now: the moment of the question; `change` is counted from 7 days before it.
    ///   - connection: best inside of a transaction: its statements then see one state, and the planner's settings that make the way to the
    ///     page certain end with it.
    /// - Throws: ``CustomerCursorError``, ``PostgresError``.
    public static func fetch(_ query: CustomerQuery, now: Moment, on connection: Connection) async throws -> CustomerPage {
        try await fetch(query, now: now, few: CustomerPlan.few, on: connection)
    }

    /// - Parameter few: how many customers are looked at rather than walked past; the answer does not depend on it.
    static func fetch(_ query: CustomerQuery, now: Moment, few: Int, on connection: Connection) async throws -> CustomerPage {
        let place = try query.cursor.map { text throws(CustomerCursorError) in try CustomerCursor(text, of: query) }
        let selection = CustomerSelection(query)
        try await settle(on: connection)
        let plan = try await plan(selection, few: few, on: connection)
        let page = selection.page(plan, from: place)
        let rows = try await connection.query(
            """
            WITH \(page.common) page AS MATERIALIZED (\(page.page))
            SELECT t.total, p.key::text AS key, u.user_id, u.external_id, u.name, u.email, u.subscription_tier, u.arr,
                   s.total_health_score, s.health_status, s.last_activity
              FROM (\(page.total)) AS t LEFT JOIN page AS p ON true
              LEFT JOIN mainstay.users AS u ON u.user_id = p.user_id
              LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = p.user_id
             ORDER BY \(page.order)
            """)
        let counted: Int? = try rows.first?["total"]
        let total = if let counted { Total.exactly(counted) } else { try await total(selection, on: connection) }
        // Without customers there is one row that has the total and no key.
        let keyed = try rows.compactMap { row in try row.decode("key", as: String?.self).map { (row: row, key: $0) } }
        let before = try await totals(of: keyed.map { try $0.row["user_id"] }, at: now.adding(days: -7), on: connection)
        let found = try keyed.map { Found(entry: try Entry($0.row, before: before), key: $0.key) }
        return make(query, at: place, found: found, total: total, now: now)
    }

    /// The totals of those who had a score at a moment.
    private static func totals(of customers: [UUID], at moment: Moment, on connection: Connection) async throws -> [UUID: Int] {
        let rows = try await connection.query(
            """
            SELECT c.user_id, b.total_health_score
              FROM unnest(\(customers)) AS c (user_id) CROSS JOIN LATERAL mainstay.health_score_at(c.user_id, \(moment)) AS b
            """)
        return try Dictionary(rows.map { (try $0["user_id"], try $0["total_health_score"]) }) { first, _ in first }
    }

    private static func plan(_ selection: CustomerSelection, few: Int, on connection: Connection) async throws -> CustomerPlan {
        let counts = CustomerPlan.Filter.allCases.compactMap { filter in
            selection.candidates(filter, limit: CustomerPlan.few + 1).map { (filter: filter, candidates: $0) }
        }
        guard !counts.isEmpty else { return .alongTheOrder }
        let columns = counts.map {
            "(SELECT count(*) FROM (\($0.candidates)) AS k) AS \(identifier: $0.filter.rawValue)" as SQL
        }
        let row = try await connection.row("SELECT \(columns.joined(separator: ", "))")
        return CustomerPlan(
            counts: try Dictionary(uniqueKeysWithValues: counts.map { ($0.filter, try row.decode($0.filter.rawValue)) }), few: few)
    }

    /// Holds the planner to what is planned here: to take what lies in order from the index that has it, and to join by look-ups. It does so by
    /// itself where it knows how many customers there will be, which it often cannot. A plan that needs no guess can be kept.
    private static func settle(on connection: Connection) async throws {
        let settings = [
            ("plan_cache_mode", "force_generic_plan"), ("jit", "off"), ("max_parallel_workers_per_gather", "0"), ("enable_hashjoin", "off"),
            ("enable_mergejoin", "off"), ("enable_seqscan", "off"), ("enable_bitmapscan", "off"), ("enable_sort", "off"),
            ("enable_incremental_sort", "off"),
        ]
        let calls = settings.map { "set_config(\($0.0), \($0.1), true)" as SQL }
        _ = try await connection.query("SELECT \(calls.joined(separator: ", "))")
    }

    /// How many fit, as far as a look at some of them tells.
    private static func total(_ selection: CustomerSelection, on connection: Connection) async throws -> Total {
        guard let filter = [CustomerPlan.Filter.account, .search].first(where: { selection.condition($0) != nil }) else {
            let conditions: [SQL] = ["true"] + [selection.condition(.status)].compactMap(\.self)
            let counted: Int = try await connection.row(
                """
                SELECT count(*) AS fitting FROM (SELECT FROM mainstay.customer_health_scores AS s
                                                  WHERE \(conditions.joined(separator: " AND ")) LIMIT \(counted + 1)) AS c
                """)["fitting"]
            return counted > Self.counted ? .atLeast(Self.counted) : .exactly(counted)
        }
        return .atLeast(
            try await connection.row(
                """
                WITH candidates AS MATERIALIZED (SELECT DISTINCT k.user_id FROM (\(selection.candidates(filter, limit: lookedAt) ?? "")) AS k)
                SELECT count(*) AS fitting FROM \(selection.fitting(of: filter, needsKey: false))
                """)["fitting"])
    }

    /// As far as an index alone is counted, and as many of a filter's customers as are looked at otherwise.
    private static let (counted, lookedAt) = (10_000, 500)

    private struct Found {
        let entry: Entry
        let key: String
    }

    /// - Parameter found: as the list was walked from the place on, one more than the page has where the walk could go on.
    private static func make(
        _ query: CustomerQuery, at place: CustomerCursor?, found: [Found], total: Total, now: Moment
    ) -> CustomerPage {
        let goesOn = found.count > query.limit
        let walked = found.prefix(query.limit)
        let shown = place?.side == .before ? walked.reversed() : Array(walked)
        func cursor(_ side: CustomerCursor.Side, _ end: Found?) -> String? {
            // On an empty page there is only the place one came to.
            let key = end.map { (id: $0.entry.customer.id.uuid, key: $0.key) } ?? place.map { (id: $0.id, key: $0.key) }
            return key.map { CustomerCursor(side: side, id: $0.id, key: $0.key).text(of: query) }
        }
        let (isFirst, isLast) =
            switch place?.side {
            case nil: (true, !goesOn)
            case .after: (false, !goesOn)
            case .before: (!goesOn, false)
            }
        return CustomerPage(
            asOf: now, entries: shown.map(\.entry), total: total, next: isLast ? nil : cursor(.after, shown.last),
            previous: isFirst ? nil : cursor(.before, shown.first))
    }
}

extension CustomerPage.Entry {
    /// - Parameter before: totals of 7 days ago.
    init(_ row: Row, before: [UUID: Int]) throws {
        let customer = try Customer(row)
        let score: Int = try row["total_health_score"]
        self.init(
            customer: customer, score: score, status: try row["health_status"], change: before[customer.id.uuid].map { score - $0 },
            lastActivity: try row["last_activity"])
    }
}
