import Domain
import Foundation
import Postgres
import Schema
import TestSupport

/// A company in a database of its own, whose facts the test tells one by one.
struct ReportedCompany {
    let pool: Pool

    static func with<R>(_ body: (ReportedCompany) async throws -> R) async throws -> R {
        try await TestDatabase.withMigrated { try await body(ReportedCompany(pool: $0.pool)) }
    }

    func ask<Answer>(_ question: (Connection) async throws -> Answer) async throws -> Answer {
        try await pool.transaction(TransactionOptions(isolation: .repeatableRead, isReadOnly: true), question)
    }

    func customer(
        _ id: String, created: String = "2025-01-01", tier: String? = "basic", arr: Decimal? = nil, churned: String? = nil,
        name: String? = nil
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.users (user_id, external_id, name, created_at, status, churned_at, subscription_tier, arr)
            VALUES (\(CustomerID(source: id).uuid), \(id), \(name ?? id), \(moment(created)), \(churned == nil ? "active" : "churned"),
                    \(churned.map(moment)), \(tier), \(arr))
            """)
    }

    func came(_ id: String, back at: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status)
            VALUES (\(CustomerID(source: id).uuid), \(moment(at)), true, 'active')
            """)
    }

    func left(_ id: String, again at: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status)
            VALUES (\(CustomerID(source: id).uuid), \(moment(at)), false, 'churned')
            """)
    }

    func event(_ id: String, _ type: String = "login", _ at: String, feature: String? = nil) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
            VALUES (\(CustomerID(source: id).uuid), \(type), \(moment(at)), \(feature))
            """)
    }

    func ticket(
        _ id: String, opened: String, closed: String? = nil, category: String? = nil, subject: String? = nil
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.support_tickets (user_id, status, opened_at, closed_at, category, subject)
            VALUES (\(CustomerID(source: id).uuid), \(closed == nil ? "open" : "closed"), \(moment(opened)), \(closed.map(moment)), \(category),
                    \(subject))
            """)
    }

    /// So many answers with a score, one customer each time.
    func answers(_ count: Int, score: Int, at: String, from id: String = "answerer", text: String? = nil) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.nps_surveys (user_id, score, deployed_at, responded_at, feedback_text)
            SELECT \(CustomerID(source: id).uuid), \(score)::integer, \(moment(at)), \(moment(at)), \(text)::text FROM generate_series(1, \(count)::integer)
            """)
    }

    func message(
        _ id: String, _ type: String, variant: String?, sent: String, responded: String? = nil, cost: Decimal? = nil
    ) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.retention_campaigns (user_id, campaign_type, variant, sent_at, responded_at, status, cost)
            VALUES (\(CustomerID(source: id).uuid), \(type), \(variant), \(moment(sent)), \(responded.map(moment)), 'completed', \(cost))
            """)
    }

    func check(_ at: String, _ component: String = "crm_sync", _ status: String = "healthy", details: String? = nil) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.system_health_log (check_timestamp, component, status, details)
            VALUES (\(moment(at)), \(component), \(status), \(details)::jsonb)
            """)
    }

    func day(_ day: String, segment: String = "All", average: Decimal?, customers: Int = 10) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.daily_figures (day, segment, customers, average_score, healthy, at_risk, critical)
            VALUES (\(day)::date, \(segment), \(customers)::integer, \(average), \(customers)::integer, 0, 0)
            """)
    }

    /// What the system said at the time.
    func turned(_ id: String, _ from: String?, _ to: String?, at: String) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
            VALUES (\(CustomerID(source: id).uuid), \(moment(at)), \(from), \(to), 50, 30, 1)
            """)
    }

    func set(_ parameter: String, _ value: String) async throws {
        try await pool.execute("UPDATE mainstay.parameters SET value = \(value) WHERE name = \(parameter)")
    }
}

/// A moment of ISO 8601; a mistake in it is the test's own.
func moment(_ text: String) -> Moment { try! Moment(iso8601: text) }
