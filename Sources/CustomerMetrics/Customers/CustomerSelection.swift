import Domain
import Foundation
import Postgres
import Schema

/// A query in SQL: `u` is a row of `mainstay.users`, `s` of `mainstay.customer_health_scores`.
///
/// Expressions are those of the indexes of migration 0007 to the letter.
struct CustomerSelection: Sendable {
    let query: CustomerQuery
    let search: CustomerSearch?

    init(_ query: CustomerQuery) {
        self.query = query
        search = query.search.map(CustomerSearch.init)
    }

    private static let segment: SQL =
        "(CASE WHEN u.subscription_tier IN ('enterprise', 'professional', 'basic') THEN u.subscription_tier ELSE 'free' END)"
    /// No revenue is below 0, so unknown ones stand below all.
    private static let arr: SQL = "COALESCE(u.arr, -1)"

    /// What the list is sorted by; never null, so that a place in the list can be compared.
    var key: SQL {
        switch query.order {
        case .score: "s.total_health_score"
        case .arr: Self.arr
        case .name: CustomerSearch.name
        case .lastActivity: "COALESCE(s.last_activity, '-infinity'::timestamptz)"
        }
    }

    /// A key that was written by PostgreSQL, as a value of the key's type.
    private func value(_ text: String) -> SQL {
        switch query.order {
        case .score: "\(text)::integer"
        case .arr: "\(text)::numeric"
        case .name: #"\#(text) COLLATE "C""#
        case .lastActivity: "\(text)::timestamptz"
        }
    }

    // MARK: Filters

    func condition(_ filter: CustomerPlan.Filter) -> SQL? {
        switch filter {
        case .search: search?.condition
        case .account: account
        case .status: query.status.map { "s.health_status = \($0)" }
        }
    }

    private var account: SQL? {
        var conditions: [SQL] = []
        if let segment = query.segment { conditions.append("\(Self.segment) = \(Self.key(of: segment))") }
        if query.minimumARR != nil || query.maximumARR != nil {
            conditions.append("\(Self.arr) >= \(max(query.minimumARR ?? 0, 0))")
            if let maximum = query.maximumARR { conditions.append("\(Self.arr) <= \(maximum)") }
            // Names every segment, so that the index is searched four times instead of not at all.
            if query.segment == nil { conditions.append("\(Self.segment) = ANY (\(Segment.allCases.map(Self.key)))") }
        }
        return conditions.isEmpty ? nil : conditions.joined(separator: " AND ")
    }

    private static func key(of segment: Segment) -> String { segment.rawValue.lowercased() }

    /// All filters but one.
    private func conditions(except filter: CustomerPlan.Filter? = nil) -> [SQL] {
        CustomerPlan.Filter.allCases.filter { $0 != filter }.compactMap(condition)
    }

    /// The ids of those whom one filter lets through, some maybe twice, and at most so many ids.
    func candidates(_ filter: CustomerPlan.Filter, limit: Int) -> SQL? {
        switch filter {
        case .search: search.map { "SELECT c.user_id FROM (\($0.candidates)) AS c LIMIT \(limit)" }
        case .account: account.map { "SELECT u.user_id FROM mainstay.users AS u WHERE \($0) LIMIT \(limit)" }
        case .status:
            condition(.status).map { "SELECT s.user_id FROM mainstay.customer_health_scores AS s WHERE \($0) LIMIT \(limit)" }
        }
    }

    // MARK: The page

    /// The page's customers, one more than a page has, as `user_id` and `key`.
    struct Page: Sendable {
        /// What `page` needs before it in the list of `WITH`; empty or with a comma at its end.
        let common: SQL
        let page: SQL
        /// Of a row `p` of the page, as the list is walked: from the place on, backwards where the place is behind it.
        let order: SQL
        /// The number of all who fit as `total`; null where it is not known.
        let total: SQL
    }

    func page(_ plan: CustomerPlan, from place: CustomerCursor?) -> Page {
        let walk = CustomerWalk(query.direction, place.map { (side: $0.side, key: value($0.key), id: $0.id) })
        return switch plan {
        case .alongTheOrder: alongTheOrder(walk)
        case .amongFew(let filter): amongFew(filter, walk)
        }
    }

    private func alongTheOrder(_ walk: CustomerWalk) -> Page {
        let branches = branches.map { branch in
            let conditions = branch.conditions + conditions(except: branch.filter) + walk.condition(key, branch.id)
            return """
                (SELECT \(branch.id) AS user_id, \(key) AS key FROM \(branch.tables)
                  WHERE \((["true"] + conditions).joined(separator: " AND "))
                  ORDER BY \(walk.order(key, branch.id)) LIMIT \(query.limit + 1))
                """ as SQL
        }
        return Page(
            common: "",
            page: """
                SELECT b.user_id, b.key FROM (\(branches.joined(separator: " UNION ALL "))) AS b
                 ORDER BY \(walk.order("b.key", "b.user_id")) LIMIT \(query.limit + 1)
                """,
            order: walk.order("p.key", "p.user_id"), total: "SELECT NULL::bigint AS total")
    }

    private func amongFew(_ filter: CustomerPlan.Filter, _ walk: CustomerWalk) -> Page {
        let places: [SQL] = ["true"] + walk.condition("f.key", "f.user_id")
        return Page(
            common: """
                candidates AS MATERIALIZED (SELECT DISTINCT k.user_id FROM (\(candidates(filter, limit: CustomerPlan.few) ?? "")) AS k),
                fitting AS MATERIALIZED (
                    SELECT s.user_id, \(key) AS key FROM \(fitting(of: filter, needsKey: true))),
                """,
            page: """
                SELECT f.user_id, f.key FROM fitting AS f WHERE \(places.joined(separator: " AND "))
                 ORDER BY \(walk.order("f.key", "f.user_id")) LIMIT \(query.limit + 1)
                """,
            order: walk.order("p.key", "p.user_id"), total: "SELECT count(*) AS total FROM fitting")
    }

    /// Those of the `candidates` of one filter who are active and fit the others. Accounts are looked up only where something of them is asked for.
    func fitting(of filter: CustomerPlan.Filter, needsKey: Bool) -> SQL {
        let others = CustomerPlan.Filter.allCases.filter { $0 != filter && condition($0) != nil }
        let isKeyOfAccount = query.order == .arr || query.order == .name
        // A score may be left of a customer who was deleted just now; the other filters' candidates are accounts.
        let needsAccount = filter == .status || others.contains { $0 != .status } || (needsKey && isKeyOfAccount)
        let accounts: SQL = needsAccount ? "JOIN mainstay.users AS u ON u.user_id = k.user_id" : ""
        return """
            candidates AS k JOIN mainstay.customer_health_scores AS s ON s.user_id = k.user_id \(accounts)
             WHERE \((["true"] + others.compactMap(condition)).joined(separator: " AND "))
            """
    }

    /// A part of the list that lies in order in one index. An index that begins with the status or the segment serves the filter and, taken
    /// for each value, the whole list.
    private struct Branch {
        let tables: SQL
        let id: SQL
        let conditions: [SQL]
        /// The filter that the conditions already express.
        let filter: CustomerPlan.Filter?
    }

    private var branches: [Branch] {
        let scoresFirst: SQL = "mainstay.customer_health_scores AS s JOIN mainstay.users AS u ON u.user_id = s.user_id"
        let accountsFirst: SQL = "mainstay.users AS u JOIN mainstay.customer_health_scores AS s ON s.user_id = u.user_id"
        switch query.order {
        case .score, .lastActivity:
            return (query.status.map { [$0] } ?? HealthStatus.allCases).map {
                Branch(tables: scoresFirst, id: "s.user_id", conditions: ["s.health_status = \($0)"], filter: .status)
            }
        case .arr:
            return (query.segment.map { [$0] } ?? Segment.allCases).map {
                Branch(tables: accountsFirst, id: "u.user_id", conditions: ["\(Self.segment) = \(Self.key(of: $0))"], filter: nil)
            }
        case .name: return [Branch(tables: accountsFirst, id: "u.user_id", conditions: [], filter: nil)]
        }
    }
}
