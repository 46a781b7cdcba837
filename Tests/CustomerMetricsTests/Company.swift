import Domain
import Foundation
import Postgres
import Schema
import TestSupport

/// A company in a database of its own, whose facts the test tells one by one.
struct Company {
    let pool: Pool

    /// Lends a company without any facts.
    static func with<R>(_ body: (Company) async throws -> R) async throws -> R {
        try await TestDatabase.withMigrated { try await body(Company(pool: $0.pool)) }
    }

    /// Asks a question on a connection of the company's database.
    func ask<Answer>(_ question: (Connection) async throws -> Answer) async throws -> Answer {
        try await pool.withConnection(question)
    }

    func customer(
        _ id: String, created: String = "2025-01-01", lastLogin: String? = nil, churned: String? = nil, tier: String? = "basic",
        arr: Decimal? = nil, name: String? = nil, email: String? = nil
    ) async throws {
        let identity = CustomerID(source: id)
        try await pool.execute(
            """
            INSERT INTO mainstay.users (user_id, external_id, created_at, last_login, status, churned_at, subscription_tier, arr, name, email)
            VALUES (\(identity.uuid), \(identity.externalID), \(at(created)), \(lastLogin.map(at)), \(churned == nil ? "active" : "churned"),
                    \(churned.map(at)), \(tier), \(arr), \(name), \(email))
            """)
    }

    /// Records that a customer left or came back.
    func change(_ id: String, at moment: String, active: Bool) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status)
            VALUES (\(CustomerID(source: id).uuid), \(at(moment)), \(active), \(active ? "active" : "left"))
            """)
    }

    func event(_ id: String, at moment: String, _ type: String = "login", feature: String? = nil) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
            VALUES (\(CustomerID(source: id).uuid), \(type), \(at(moment)), \(feature))
            """)
    }

    /// Adopts features `f1`, `f2`, … at one moment; that is activity as well.
    func features(_ id: String, _ count: Int, at moment: String) async throws {
        for number in 1...max(1, count) where number <= count { try await event(id, at: moment, "feature_adopted", feature: "f\(number)") }
    }

    func ticket(
        _ id: String, opened: String, closed: String? = nil, status: String? = nil, subject: String? = nil
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.support_tickets (user_id, status, opened_at, closed_at, subject)
            VALUES (\(CustomerID(source: id).uuid), \(status ?? (closed == nil ? "open" : "closed")), \(at(opened)), \(closed.map(at)), \(subject))
            """)
    }

    func survey(
        _ id: String, score: Int?, deployed: String? = nil, responded: String? = nil, created: String? = nil, feedback: String? = nil,
        times: Int = 1
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.nps_surveys (user_id, score, deployed_at, responded_at, created_at, feedback_text)
            SELECT \(CustomerID(source: id).uuid), \(score)::integer, \(deployed.map(at))::timestamptz, \(responded.map(at))::timestamptz,
                   \(created.map(at))::timestamptz, \(feedback)::text
              FROM generate_series(1, \(times))
            """)
    }

    func campaign(
        _ id: String, _ type: String, sent: String, opened: String? = nil, clicked: String? = nil, responded: String? = nil,
        status: String? = "active"
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.retention_campaigns (user_id, campaign_type, sent_at, opened_at, clicked_at, responded_at, status)
            VALUES (\(CustomerID(source: id).uuid), \(type), \(at(sent)), \(opened.map(at)), \(clicked.map(at)), \(responded.map(at)), \(status))
            """)
    }

    func set(_ parameter: String, _ value: String) async throws {
        try await pool.execute("UPDATE mainstay.parameters SET value = \(value) WHERE name = \(parameter)")
    }
}

/// A moment of ISO 8601; a mistake in it is the test's own.
func at(_ text: String) -> Moment { try! Moment(iso8601: text) }
