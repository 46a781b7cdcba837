public import Domain
public import Postgres
import Schema

/// Which alerts.
public struct AlertFilter: Sendable, Hashable {
    /// Empty for all.
    public var states: Set<AlertState>
    /// Nil for all.
    public var rules: Set<AlertRule>?
    public var segment: Segment?
    /// As the source or as UUID.
    public var customer: String?
    public var assignee: String?
    /// Only those whose answer is late at this moment.
    public var overdueAt: Moment?

    public init(
        states: Set<AlertState> = [], rules: Set<AlertRule>? = nil, segment: Segment? = nil, customer: String? = nil,
        assignee: String? = nil, overdueAt: Moment? = nil
    ) {
        (self.states, self.rules, self.segment) = (states, rules, segment)
        (self.customer, self.assignee, self.overdueAt) = (customer, assignee, overdueAt)
    }

    /// Those that are not over.
    public static let open = AlertFilter(states: Set(AlertState.allCases.filter(\.isOpen)))
}

/// A page of alerts, with how many there are in each state.
public struct AlertList: Sendable, Hashable {
    public enum Order: String, Sendable, Hashable, CaseIterable {
        /// The most severe first, of equal ones the oldest.
        case severity
        /// The highest revenue first; alerts without one come last.
        case arr
        /// The newest first.
        case age
    }

    public let alerts: [Alert]
    /// Of all that the filter lets through, but for its states.
    public let counts: [AlertState: Int]
    /// The number of the last alert shown, after which the next page begins; nil on the last.
    public let next: Int64?

    /// - Parameters:
    ///   - after: the `next` of the page before; an alert that is gone meanwhile gives an empty page.
    ///   - connection: best in a transaction, so that counts and page speak of one state.
    public static func fetch(
        _ filter: AlertFilter = .open, order: Order = .severity, after: Int64? = nil, limit: Int = 50, on connection: Connection
    ) async throws -> AlertList {
        let conditions = conditions(filter)
        let counts = try await connection.query(
            """
            SELECT a.state, count(*) AS alerts FROM \(Alert.source) WHERE \(conditions.joined(separator: " AND ")) GROUP BY a.state
            """
        ).map { row -> (AlertState, Int) in (try row["state"], try row["alerts"]) }
        var shown = conditions
        if !filter.states.isEmpty { shown.append("a.state = ANY (\(filter.states.map(\.rawValue).sorted()))") }
        if let after {
            shown.append(
                "(\(order.key)) > (SELECT \(order.key) FROM \(Alert.source) WHERE a.alert_id = \(after))")
        }
        let rows = try await connection.query(
            """
            SELECT \(Alert.columns) FROM \(Alert.source) WHERE \(shown.joined(separator: " AND ")) ORDER BY \(order.key) LIMIT \(limit + 1)
            """)
        let alerts = try rows.prefix(limit).map(Alert.init)
        return AlertList(
            alerts: alerts, counts: Dictionary(uniqueKeysWithValues: counts), next: rows.count > limit ? alerts.last?.id : nil)
    }

    private static func conditions(_ filter: AlertFilter) -> [SQL] {
        var conditions: [SQL] = ["true"]
        if let rules = filter.rules { conditions.append("a.rule = ANY (\(rules.map(\.rawValue).sorted()))") }
        if let segment = filter.segment {
            conditions.append("u.user_id IS NOT NULL AND mainstay.segment(u.subscription_tier) = \(segment)")
        }
        if let customer = filter.customer {
            conditions.append("(a.user_id = \(CustomerID(source: customer).uuid) OR u.external_id = \(customer))")
        }
        if let assignee = filter.assignee { conditions.append("a.assignee = \(assignee)") }
        if let moment = filter.overdueAt { conditions.append("a.state = 'firing' AND a.answer_by < \(moment)") }
        return conditions
    }
}

extension AlertList.Order {
    /// Ascending, and of no two alerts the same.
    fileprivate var key: SQL {
        switch self {
        case .severity: "array_position(ARRAY['high', 'medium', 'low'], a.severity), a.opened_at, a.alert_id"
        case .arr: "-COALESCE(u.arr, -1), a.alert_id"
        case .age: "-extract(epoch FROM a.opened_at), -a.alert_id"
        }
    }
}
