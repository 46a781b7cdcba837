import Domain
import Foundation
import Postgres
import Schema

/// Facts and ledgers that only the dashboards' questions look at.
extension Company {
    func exitSurvey(_ id: String, _ reason: String, at moment: String, detail: String? = nil) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.exit_surveys (user_id, reason, submitted_at, detail)
            VALUES (\(CustomerID(source: id).uuid), \(reason), \(at(moment)), \(detail))
            """)
    }

    func request(_ id: String, _ subject: String?, at moment: String, category: String = "feature_request") async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.support_tickets (user_id, status, opened_at, closed_at, category, subject)
            VALUES (\(CustomerID(source: id).uuid), 'closed', \(at(moment)), \(at(moment)), \(category), \(subject))
            """)
    }

    func message(_ id: String, _ type: String, sent: String, cost: Decimal?) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.retention_campaigns (user_id, campaign_type, sent_at, cost)
            VALUES (\(CustomerID(source: id).uuid), \(type), \(at(sent)), \(cost))
            """)
    }

    func crmRun(_ status: String, at moment: String, error: String? = nil) async throws {
        try await pool.execute(
            "INSERT INTO mainstay.crm_sync_log (synced_at, status, error_message) VALUES (\(at(moment)), \(status), \(error))")
    }

    func refresh(_ kind: String, from start: String, to end: String?) async throws {
        try await pool.execute(
            "INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at) VALUES (\(kind), \(at(start)), \(end.map(at)))")
    }

    /// What the engine said when it changed a customer's status.
    func said(_ id: String, at moment: String, from: HealthStatus?, _ before: Int?, to: HealthStatus?, _ after: Int?) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
            VALUES (\(CustomerID(source: id).uuid), \(at(moment)), \(from), \(to), \(before)::integer, \(after)::integer, 1)
            """)
    }
}
