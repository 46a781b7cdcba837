public import Domain
public import Foundation
public import Postgres
import Schema

public enum AlertState: String, Sendable, Hashable, CaseIterable {
    /// The condition holds, but nobody was told yet.
    case pending
    case firing
    /// Somebody has it in hand.
    case acknowledged
    case resolved
    /// It was over before anybody was told.
    case suppressed

    public var isOpen: Bool {
        switch self {
        case .pending, .firing, .acknowledged: true
        case .resolved, .suppressed: false
        }
    }
}

public enum AlertSeverity: String, Sendable, Hashable, CaseIterable {
    case high, medium, low
}

extension AlertState: PostgresEncodable, PostgresDecodable {}

extension AlertSeverity: PostgresEncodable, PostgresDecodable {}

/// A row of the ledger: something that somebody should know or do.
public struct Alert: Sendable, Hashable {
    /// Whom it is about.
    public struct Customer: Sendable, Hashable {
        public let id: CustomerID
        public let name: String?
        public let segment: Segment
        public let arr: Decimal?

        /// The name where there is one, else the id.
        public var shown: String { name.flatMap { $0.isEmpty ? nil : $0 } ?? id.shown }
    }

    /// Why a pending one is not told although its time has come.
    public enum Hold: String, Sendable, Hashable {
        case silence
        /// The customer's last alert of the rule ended less than 7 days ago.
        case coolDown = "cool-down"
    }

    public let id: Int64
    public let rule: AlertRule
    /// `customer:` and the UUID, or the name of a figure.
    public let subject: String
    public let severity: AlertSeverity
    public let state: AlertState
    /// Nil when it is about no customer, or one who is gone.
    public let customer: Customer?
    public let openedAt: Moment
    /// Until when it must last before anybody is told.
    public let firesAt: Moment
    public let firedAt: Moment?
    public let acknowledgedAt: Moment?
    public let closedAt: Moment?
    public let hold: Hold?
    public let assignee: String?
    /// Until when somebody should have answered; nil where none is asked for.
    public let answerBy: Moment?
    public let escalatedAt: Moment?
    public let lastToldAt: Moment?
    /// The figures that raised it, as they were then.
    public let details: [String: String]

    /// Whether the answer is late.
    public func isOverdue(at now: Moment) -> Bool { state == .firing && answerBy.map { $0 < now } ?? false }

    /// What it is about, for people.
    public var about: String {
        if let customer { return customer.shown }
        return details["reason"] ?? subject
    }
}

extension Alert.Hold: PostgresDecodable {}

extension Alert {
    static let columns: SQL = """
        a.alert_id, a.rule, a.subject, a.severity, a.state, a.opened_at, a.fires_at, a.fired_at, a.acknowledged_at, a.closed_at, a.held_by,
        a.assignee, a.answer_by, a.escalated_at, a.last_told_at,
        (SELECT COALESCE(jsonb_object_agg(d.key, d.value), '{}') FROM jsonb_each_text(a.details) AS d WHERE d.value IS NOT NULL)::text AS details,
        u.user_id, u.external_id, u.name, u.subscription_tier, u.arr
        """
    static let source: SQL = "mainstay.alerts AS a LEFT JOIN mainstay.users AS u ON u.user_id = a.user_id"

    init(_ row: Row) throws {
        let customer = try row.decode("user_id", as: UUID?.self).map { uuid in
            Customer(
                id: CustomerID(uuid: uuid, externalID: try row["external_id"]), name: try row["name"],
                segment: Segment(subscriptionTier: try row["subscription_tier"]), arr: try row["arr"])
        }
        self.init(
            id: try row["alert_id"], rule: try row["rule"], subject: try row["subject"], severity: try row["severity"],
            state: try row["state"], customer: customer, openedAt: try row["opened_at"], firesAt: try row["fires_at"],
            firedAt: try row["fired_at"], acknowledgedAt: try row["acknowledged_at"], closedAt: try row["closed_at"],
            hold: try row["held_by"], assignee: try row["assignee"], answerBy: try row["answer_by"], escalatedAt: try row["escalated_at"],
            lastToldAt: try row["last_told_at"],
            details: try JSONDecoder().decode([String: String].self, from: Data(row.decode("details", as: String.self).utf8)))
    }

    /// - Returns: nil when there is none of this number.
    public static func fetch(_ id: Int64, on connection: Connection) async throws -> Alert? {
        try await connection.query("SELECT \(columns) FROM \(source) WHERE a.alert_id = \(id)").first.map(Alert.init)
    }

    /// How many fire or are acknowledged: told, and not over.
    public static func openCount(on connection: Connection) async throws -> Int {
        try await connection.query("SELECT count(*) AS open FROM mainstay.alerts WHERE state IN ('firing', 'acknowledged')").first?
            .decode("open") ?? 0
    }
}
