import CustomerMetrics
import Domain
import Postgres
import Web

/// Customers, each answer from one state of the database.
struct CustomerBackend: CustomerSource {
    let pool: Pool

    func page(_ query: CustomerQuery, now: Moment) async throws -> CustomerPage {
        try await pool.transaction(.snapshot) { try await CustomerPage.fetch(query, now: now, on: $0) }
    }

    func profile(_ id: String, asOf: Moment) async throws -> CustomerProfile {
        try await pool.transaction(.snapshot) { try await CustomerProfile.fetch(id, asOf: asOf, on: $0) }
    }

    func history(_ id: String, from: Moment, to: Moment) async throws -> ScoreHistory {
        try await pool.transaction(.snapshot) { try await ScoreHistory.fetch(id, from: from, to: to, on: $0) }
    }

    func explanation(_ id: String, from: Moment, to: Moment) async throws -> Explanation {
        try await pool.transaction(.snapshot) { try await Explanation.fetch(id, from: from, to: to, on: $0) }
    }

    func timeline(_ id: String, kind: CustomerTimeline.Kind?, asOf: Moment, limit: Int) async throws -> CustomerTimeline {
        try await pool.transaction(.snapshot) { try await CustomerTimeline.fetch(id, kind: kind, asOf: asOf, limit: limit, on: $0) }
    }
}
