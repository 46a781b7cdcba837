import Domain
import Postgres
import Schema
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("A customer's score through time")
struct ScoreHistoryTests {
    @Test("begins as it stood, and has every change, the end of activity among them")
    func steps() async throws {
        try await Company.with { company in
            try await company.customer("acme", created: "2026-01-01", lastLogin: "2026-01-05", churned: "2026-02-10")
            let history = try await company.ask {
                try await ScoreHistory.fetch("acme", from: at("2026-01-10"), to: at("2026-03-01"), on: $0)
            }
            #expect(history.steps.map(\.moment) == [at("2026-01-10"), at("2026-01-12"), at("2026-02-04"), at("2026-02-10")])
            #expect(history.steps.map(\.score?.total) == [60, 50, 30, nil])
        }
    }

    @Test("names the models that began to hold in between, with the steps that they made")
    func models() async throws {
        try await Company.with { company in
            try await company.customer("acme", created: "2026-01-01")
            try await company.set("max_support_points", "20")
            try await company.pool.execute("SELECT mainstay.add_health_model(\(at("2026-02-01")))")
            let history = try await company.ask {
                try await ScoreHistory.fetch("acme", from: at("2026-01-10"), to: at("2026-03-01"), on: $0)
            }
            #expect(history.modelChanges == [.init(moment: at("2026-02-01"), version: 2)])
            #expect(history.steps.map(\.score?.modelVersion) == [1, 2])
            #expect(history.json.text().contains(#""model_changes":[{"at":"2026-02-01T00:00:00Z","model_version":2}]"#))
        }
    }
}
