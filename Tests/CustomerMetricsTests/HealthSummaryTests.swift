import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Question 1: health")
struct HealthSummaryTests {
    private let now = at("2026-03-01T12:00:00Z")

    private func summary(_ company: Company) async throws -> HealthSummary {
        try await company.ask { try await HealthSummary.fetch(asOf: now, on: $0) }
    }

    @Test("without customers has no average, no shares and no verdict")
    func nobody() async throws {
        try await Company.with { company in
            try await company.customer("later", created: "2026-03-01T12:00:00.000001Z")
            try await company.customer("gone", churned: "2026-02-01")
            #expect(
                try await summary(company).json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","model_version":1,"customers":0,"average_score":null,\
                    "healthy":{"count":0,"percent":null},"at_risk":{"count":0,"percent":null},"critical":{"count":0,"percent":null},\
                    "target":70,"on_target":null}
                    """)
        }
    }

    @Test("counts each status, with shares that are rounded at the end only")
    func shares() async throws {
        try await Company.with { company in
            // 100, 60 and 30: a third each, 190 / 3 on average.
            try await company.customer("a")
            try await company.features("a", 6, at: "2026-03-01T12:00:00Z")
            try await company.customer("b")
            try await company.event("b", at: "2026-02-27T12:00:00Z")
            try await company.customer("c")
            #expect(
                try await summary(company).json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","model_version":1,"customers":3,"average_score":63.33,\
                    "healthy":{"count":1,"percent":33.33},"at_risk":{"count":1,"percent":33.33},"critical":{"count":1,"percent":33.33},\
                    "target":70,"on_target":false}
                    """)
        }
    }

    @Test("reaches the target by the exact average", arguments: [(2, true), (1, false)])
    func target(lowFeatures: Int, isReached: Bool) async throws {
        try await Company.with { company in
            // 100 and 40 are 70 on average; 100 and 35 are 67.5.
            try await company.customer("a")
            try await company.features("a", 6, at: "2026-03-01T12:00:00Z")
            try await company.customer("b")
            try await company.features("b", lowFeatures, at: "2026-01-02")
            let summary = try await summary(company)
            #expect(summary.averageScore == (isReached ? 70 : 67.5))
            #expect(summary.onTarget == isReached)
        }
    }

    @Test("for a moment of the past is not moved by what happened later")
    func past() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.event("a", at: "2026-03-01T11:00:00Z")
            let before = try await summary(company)
            try await company.event("a", at: "2026-03-01T12:00:00.000001Z", "feature_adopted", feature: "api")
            try await company.ticket("a", opened: "2026-03-01T12:00:00.000001Z")
            try await company.customer("b", created: "2026-03-02")
            try await company.change("a", at: "2026-03-02", active: false)
            #expect(try await summary(company) == before)
        }
    }
}
