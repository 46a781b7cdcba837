import CustomerMetrics
import Domain
import Foundation
import Health
import Postgres
import Schema
import TestSupport

@testable import Rhythm

/// A company in a database of its own, whose facts the test tells one by one.
struct Company {
    let pool: Pool
    let database: TestDatabase

    static func with<R>(_ body: (Company) async throws -> R) async throws -> R {
        try await TestDatabase.withMigrated { try await body(Company(pool: $0.pool, database: $0)) }
    }

    func ask<Answer>(_ question: (Connection) async throws -> Answer) async throws -> Answer {
        try await pool.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true), question)
    }

    func customer(_ id: String, created: String = "2025-01-01", arr: Decimal? = nil, churned: String? = nil) async throws {
        let identity = CustomerID(source: id)
        try await pool.execute(
            """
            INSERT INTO mainstay.users (user_id, external_id, name, created_at, status, churned_at, subscription_tier, arr)
            VALUES (\(identity.uuid), \(id), \(id.capitalized), \(at(created)), \(churned == nil ? "active" : "churned"), \(churned.map(at)),
                    'basic', \(arr))
            """)
    }

    func active(_ id: String, at moment: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at)
            VALUES (\(CustomerID(source: id).uuid), 'login', \(at(moment)))
            """)
    }

    func features(_ id: String, _ count: Int, at moment: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
            SELECT \(CustomerID(source: id).uuid), 'feature_adopted', \(at(moment)), 'f' || n FROM generate_series(1, \(count)) AS n
            """)
    }

    func ticket(_ id: String, opened: String, closed: String? = nil, subject: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.support_tickets (user_id, status, opened_at, closed_at, subject)
            VALUES (\(CustomerID(source: id).uuid), \(closed == nil ? "open" : "closed"), \(at(opened)), \(closed.map(at)), \(subject))
            """)
    }

    func campaign(_ id: String, sent: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.retention_campaigns (user_id, campaign_type, sent_at, status)
            VALUES (\(CustomerID(source: id).uuid), 'at_risk', \(at(sent)), 'active')
            """)
    }

    func survey(_ id: String, deployed: String) async throws {
        try await pool.execute(
            "INSERT INTO mainstay.nps_surveys (user_id, deployed_at) VALUES (\(CustomerID(source: id).uuid), \(at(deployed)))")
    }

    func refreshed(from start: String, to end: String, kind: String = "full", differences: Int? = 0) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, differences)
            VALUES (\(kind), \(at(start)), \(at(end)), \(differences))
            """)
    }

    func synced(at moment: String, _ status: String, times: Int = 1) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.crm_sync_log (synced_at, status) SELECT \(at(moment))::timestamptz, \(status)::text FROM generate_series(1, \(times))
            """)
    }

    func set(_ parameter: String, _ value: String) async throws {
        try await pool.execute("UPDATE mainstay.parameters SET value = \(value) WHERE name = \(parameter)")
    }

    /// Sets a parameter as the program does: with a record of it.
    func change(_ parameter: String, _ value: String, at moment: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.parameter_changes (change_set, changed_at, changed_by, why, name, before, after)
            SELECT 1, \(at(moment)), 'test', 'test', p.name, p.value, \(value) FROM mainstay.parameters AS p WHERE p.name = \(parameter)
            """)
        try await set(parameter, value)
    }

    struct Message: Hashable {
        let channel: String
        let target: String
        let kind: String
        let rule: String
        let subject: String
        let content: MessageContent
    }

    /// What has been put into the outbox, in its order.
    func messages() async throws -> [Message] {
        try await pool.query("SELECT * FROM mainstay.messages ORDER BY number").map { row in
            Message(
                channel: try row["channel"], target: try row["target"], kind: try row["kind"], rule: try row["rule"],
                subject: try row["subject_key"],
                content: try JSONDecoder().decode(MessageContent.self, from: Data(try row.decode("content", as: String.self).utf8)))
        }
    }

    /// What is on record of the weeks.
    func digests() async throws -> [String] {
        try await pool.query(
            "SELECT week::text || ' ' || outcome || COALESCE(': ' || reason, '') AS line FROM mainstay.digests ORDER BY week"
        )
        .map { try $0["line"] }
    }
}

/// A moment of ISO 8601; a mistake in it is the test's own.
func at(_ text: String) -> Moment { try! Moment(iso8601: text) }
