import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import Alerting

func time(_ text: String) -> Moment {
    guard let moment = try? Moment(iso8601: text) else { preconditionFailure("\(text) is no time") }
    return moment
}

extension Moment {
    func adding(minutes: Int64) -> Moment { adding(seconds: 60 * minutes) }
    func adding(hours: Int64) -> Moment { adding(seconds: 3_600 * hours) }
}

/// A company whose customers turn Critical when the test says so, on a real database.
///
/// A customer who was last active 30 days before a moment is At-Risk until it, with 50 points, and Critical from it on, with 30.
struct Company: Sendable {
    let database: TestDatabase

    /// Midnight, when customers turn Critical.
    static let midnight = time("2026-06-01T00:00:00Z")

    nonisolated(nonsending) static func open(_ body: (Company) async throws -> Void) async throws {
        try await TestDatabase.withMigrated { database in try await body(Company(database: database)) }
    }

    var pool: Pool { database.pool }
    var desk: AlertDesk { AlertDesk(pool: pool) }
    var silences: Silences { Silences(pool: pool) }
    var routes: Routes { Routes(pool: pool) }

    @discardableResult
    func customer(_ name: String, arr: Int = 100, tier: String = "basic", criticalAt: Moment = midnight) async throws -> UUID {
        let id = CustomerID(source: name).uuid
        let email = "\(name)@example.com"
        try await pool.execute(
            """
            INSERT INTO mainstay.users (user_id, external_id, name, email, created_at, subscription_tier, arr)
            VALUES (\(id), \(name), \(name), \(email), \(criticalAt.adding(days: -90)), \(tier), \(arr))
            """)
        try await activity(id, criticalAt.adding(days: -30))
        return id
    }

    func activity(_ customer: UUID, _ moment: Moment) async throws {
        try await pool.execute(
            "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) VALUES (\(customer), 'page_view', \(moment))")
    }

    func churn(_ customer: UUID, _ moment: Moment) async throws {
        try await pool.execute("UPDATE mainstay.users SET status = 'churned', churned_at = \(moment) WHERE user_id = \(customer)")
    }

    /// Brings the scores up to a moment, and notes that it was done.
    func rescore(_ moment: Moment) async throws {
        try await pool.transaction { connection in
            _ = try await connection.query("SELECT * FROM mainstay.rescore_batch(\(moment), 20000)")
            try await connection.execute(
                "INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, rescored) VALUES ('incremental', \(moment), \(moment), 1)"
            )
        }
    }

    /// Customers who turn Critical at midnight, scored the day before and at midnight.
    @discardableResult
    func criticalCustomers(_ names: String..., arr: Int = 100, tier: String = "basic") async throws -> [UUID] {
        var ids: [UUID] = []
        for name in names { ids.append(try await customer(name, arr: arr, tier: tier)) }
        try await rescore(Self.midnight.adding(days: -1))
        try await rescore(Self.midnight)
        return ids
    }

    /// The clock's part of the evaluation.
    @discardableResult
    func tick(_ moment: Moment) async throws -> EvaluationReport {
        try await AlertEvaluation(pool: pool).run(asOf: moment, figures: [])
    }

    /// Whether the clock has brought anything to evaluate.
    func isDue(at moment: Moment) async throws -> Bool { try await AlertEvaluation(pool: pool).due(asOf: moment).byClock }

    /// Which rules of figures are asked for.
    func asked(at moment: Moment) async throws -> Set<AlertRule> {
        try await AlertEvaluation(pool: pool).due(asOf: moment).requests.reduce(into: []) { $0.formUnion($1) }
    }

    /// All of it.
    @discardableResult
    func evaluate(_ moment: Moment) async throws -> EvaluationReport { try await AlertEvaluation(pool: pool).run(asOf: moment) }

    struct Sent: Hashable {
        let kind: String
        let route: String
        let target: String
        let alerts: Int
    }

    func messages() async throws -> [(sent: Sent, content: MessageContent)] {
        try await pool.query(
            """
            SELECT m.kind, m.route_id, m.target, m.content::text AS content,
                   (SELECT count(*) FROM mainstay.message_alerts AS x WHERE x.message_id = m.message_id) AS alerts
              FROM mainstay.messages AS m ORDER BY m.number
            """
        ).map { row in
            (
                Sent(kind: try row["kind"], route: try row["route_id"], target: try row["target"], alerts: try row["alerts"]),
                try JSONDecoder().decode(MessageContent.self, from: Data(row.decode("content", as: String.self).utf8))
            )
        }
    }

    /// Kind and route of each message, in their order.
    func told() async throws -> [String] { try await messages().map { "\($0.sent.kind) \($0.sent.route)" } }

    func alerts(_ rule: AlertRule = .criticalCustomer) async throws -> [Alert] {
        try await pool.transaction { connection in
            try await AlertList.fetch(AlertFilter(rules: [rule]), order: .severity, limit: 100, on: connection).alerts
        }
    }

    func states(_ rule: AlertRule = .criticalCustomer) async throws -> [AlertState] {
        try await alerts(rule).sorted { $0.id < $1.id }.map(\.state)
    }

    func moves(_ id: Int64) async throws -> [AlertMove] {
        try await pool.transaction { connection in try await AlertRecord.fetch(id, on: connection)?.moves ?? [] }
    }

    func parameter(_ name: String, _ value: String) async throws {
        try await pool.execute("UPDATE mainstay.parameters SET value = \(value) WHERE name = \(name)")
    }
}
