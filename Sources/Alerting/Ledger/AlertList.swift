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

    /// Whether it asks for more than a state.
    public var isNarrow: Bool { rules != nil || segment != nil || customer != nil || assignee != nil || overdueAt != nil }

    /// Whoever mistypes an id must not take the customer for one without alerts. One who is gone is known by the alerts that are left.
    ///
    /// - Throws: ``AlertError/customerUnknown(_:)``, ``PostgresError``.
    public func checkCustomer(on connection: Connection) async throws {
        guard let customer else { return }
        let alerts = try await connection.query(
            "SELECT FROM mainstay.alerts AS a WHERE a.user_id = \(CustomerID(source: customer).uuid) LIMIT 1")
        if alerts.isEmpty { _ = try await NamedCustomer.find(customer, on: connection) }
    }
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
    /// Of these states there are as many as ``counts`` says and maybe more: to count them all would take longer than to show the page.
    public let countedInPart: Set<AlertState>
    /// The number of the last alert shown, after which the next page begins; nil on the last.
    public let next: Int64?

    /// - Parameters:
    ///   - after: the `next` of the page before; an alert that is gone meanwhile gives an empty page.
    ///   - connection: best in a transaction, so that counts and page speak of one state.
    public static func fetch(
        _ filter: AlertFilter = .open, order: Order = .severity, after: Int64? = nil, limit: Int = 50, on connection: Connection
    ) async throws -> AlertList {
        try await fetch(filter, order: order, after: after, limit: limit, closedLookedAt: closedLookedAt, on: connection)
    }

    /// Closed alerts become more for ever. Of each state at most so many are looked at to count them.
    private static let closedLookedAt = 10_000

    /// - Parameter closedLookedAt: how many closed ones of a state are looked at.
    static func fetch(
        _ filter: AlertFilter, order: Order = .severity, after: Int64? = nil, limit: Int = 50, closedLookedAt: Int,
        on connection: Connection
    ) async throws -> AlertList {
        let (counts, countedInPart) = try await counts(filter, closedLookedAt: closedLookedAt, on: connection)
        var shown = conditions(filter)
        if filter.states == AlertFilter.open.states {
            // In the very words of the index of those that are open.
            shown.append(open)
        } else if !filter.states.isEmpty {
            shown.append("a.state = ANY (\(filter.states.map(\.rawValue).sorted()))")
        }
        if let after {
            shown.append(
                "(\(order.key)) > (SELECT \(order.key) FROM \(Alert.source) WHERE a.alert_id = \(after))")
        }
        let rows = try await connection.query(
            """
            SELECT \(Alert.columns) FROM \(Alert.source) WHERE \(shown.joined(separator: " AND ")) ORDER BY \(order.key) LIMIT \(limit + 1)
            """)
        let alerts = try rows.prefix(limit).map(Alert.init)
        return AlertList(alerts: alerts, counts: counts, countedInPart: countedInPart, next: rows.count > limit ? alerts.last?.id : nil)
    }

    private static let open: SQL = "a.state IN ('pending', 'firing', 'acknowledged')"

    /// How many there are in each state: of those that are open all, which their index has; of each closed state as many as fit among the first
    /// `closedLookedAt` that its index gives for rules, customer and assignee.
    private static func counts(
        _ filter: AlertFilter, closedLookedAt: Int, on connection: Connection
    ) async throws -> (counts: [AlertState: Int], inPart: Set<AlertState>) {
        let known = conditions(filter)
        var counts: [AlertState: Int] = [:]
        for row in try await connection.query(
            "SELECT a.state, count(*) AS alerts FROM \(Alert.source) WHERE \(([open] + known).joined(separator: " AND ")) GROUP BY a.state")
        {
            counts[try row.decode("state")] = try row.decode("alerts", as: Int.self)
        }
        // An answer can be late of what fires only.
        guard filter.overdueAt == nil else { return (counts, []) }
        var inPart: Set<AlertState> = []
        let own = ownConditions(filter).joined(separator: " AND ")
        let counted: SQL =
            filter.segment == nil ? "count(*)" : "count(*) FILTER (WHERE \(segmentCondition(filter.segment)))"
        let customers: SQL = filter.segment == nil ? "" : "LEFT JOIN mainstay.users AS u ON u.user_id = a.user_id"
        for (state, condition) in closed {
            let row = try await connection.query(
                """
                SELECT \(counted) AS fitting, count(*) AS looked_at
                  FROM (SELECT a.user_id FROM mainstay.alerts AS a WHERE \(condition) AND \(own) LIMIT \(closedLookedAt + 1)) AS a \(customers)
                """
            ).first
            let fitting: Int = try row?.decode("fitting") ?? 0
            if try row?.decode("looked_at") ?? 0 > closedLookedAt { inPart.insert(state) }
            if fitting > 0 || inPart.contains(state) { counts[state] = min(fitting, closedLookedAt) }
        }
        return (counts, inPart)
    }

    /// In the words of their index.
    private static let closed: [(AlertState, SQL)] = [(.resolved, "a.state = 'resolved'"), (.suppressed, "a.state = 'suppressed'")]

    private static func conditions(_ filter: AlertFilter) -> [SQL] {
        var conditions = ownConditions(filter)
        if filter.segment != nil { conditions.append(segmentCondition(filter.segment)) }
        if let moment = filter.overdueAt { conditions.append("a.state = 'firing' AND a.answer_by < \(moment)") }
        return conditions
    }

    /// What an alert says itself, and indexes of the ledger find.
    private static func ownConditions(_ filter: AlertFilter) -> [SQL] {
        var conditions: [SQL] = ["true"]
        if let rules = filter.rules { conditions.append("a.rule = ANY (\(rules.map(\.rawValue).sorted()))") }
        if let customer = filter.customer {
            // One who is gone has alerts still.
            conditions.append(
                """
                a.user_id = ANY (ARRAY(SELECT \(CustomerID(source: customer).uuid) UNION ALL \(NamedCustomer.ofSource(customer))))
                """)
        }
        if let assignee = filter.assignee { conditions.append("a.assignee = \(assignee)") }
        return conditions
    }

    private static func segmentCondition(_ segment: Segment?) -> SQL {
        "u.user_id IS NOT NULL AND mainstay.segment(u.subscription_tier) = \(segment)"
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
