import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Who needs attention")
struct AttentionTests {
    private static let now = "2026-06-01T12:00:00Z"

    private func turned(_ company: Company, asOf moment: String = now, limit: Int = 50) async throws -> TurnedCritical {
        try await company.ask { try await TurnedCritical.fetch(asOf: at(moment), limit: limit, on: $0) }
    }

    @Test("finds who turned Critical in the last 24 hours, by what the engine said, the highest ARR first")
    func turnedCritical() async throws {
        try await Company.with { company in
            for (id, arr) in [("small", 100 as Decimal), ("large", 900), ("yesterday", 5_000), ("better", 7_000), ("stays", 8_000)] {
                try await company.customer(id, arr: arr)
            }
            try await company.said("small", at: "2026-06-01T11:00:00Z", from: .atRisk, 50, to: .critical, 30)
            try await company.said("large", at: "2026-05-31T12:00:00.000001Z", from: .healthy, 80, to: .critical, 20)
            try await company.said("yesterday", at: "2026-05-31T12:00:00Z", from: .atRisk, 50, to: .critical, 30)
            try await company.said("better", at: "2026-06-01T10:00:00Z", from: .critical, 30, to: .atRisk, 50)
            try await company.said("stays", at: "2026-06-01T12:00:00.000001Z", from: .atRisk, 50, to: .critical, 30)
            let answer = try await turned(company)
            #expect(answer.entries.map(\.customer.id.shown) == ["large", "small"])
            #expect(answer.total == 2)
            let large = try #require(answer.entries.first)
            #expect(large.turnedAt == at("2026-05-31T12:00:00.000001Z"))
            #expect((large.scoreBefore, large.scoreThen, large.scoreNow) == (80, 20, 30))
            #expect(large.statusNow == .critical)
            #expect(try await turned(company, limit: 1).total == 2)
        }
    }

    private func stands(_ company: Company, _ moment: String) async throws -> TurnedCritical.AlertStanding? {
        try await turned(company, asOf: moment).entries.first?.alert
    }

    @Test("says how the alert about each stands, at the moment asked for")
    func alerts() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.said("a", at: "2026-06-01T08:00:00Z", from: .atRisk, 50, to: .critical, 30)
            func move(_ name: String, to state: String, at moment: String, by actor: String) async throws {
                try await company.ask { connection in
                    _ = try await connection.query(
                        """
                        SELECT mainstay.move_alerts(ARRAY(SELECT a.alert_id FROM mainstay.alerts AS a), \(name), \(state),
                                                    \(at(moment)), \(actor)) AS moved
                        """)
                }
            }
            try await move("fired", to: "firing", at: "2026-06-01T08:05:00Z", by: "evaluation")
            try await move("acknowledged", to: "acknowledged", at: "2026-06-01T09:00:00Z", by: "user:ada")
            try await move("resolved", to: "resolved", at: "2026-06-01T11:00:00Z", by: "engine")
            #expect(try await stands(company, "2026-06-01T08:04:00Z")?.state == .pending)
            #expect(try await stands(company, "2026-06-01T08:30:00Z")?.state == .firing)
            #expect(try await stands(company, "2026-06-01T08:30:00Z")?.acknowledgedBy == nil)
            #expect(try await stands(company, "2026-06-01T10:00:00Z")?.state == .acknowledged)
            #expect(try await stands(company, "2026-06-01T10:00:00Z")?.acknowledgedBy == "user:ada")
            #expect(try await stands(company, Self.now)?.state == .over)
        }
    }

    @Test("counts a customer once, and tells who has left since")
    func once() async throws {
        try await Company.with { company in
            try await company.customer("a", churned: "2026-06-01T11:30:00Z")
            try await company.said("a", at: "2026-06-01T08:00:00Z", from: .atRisk, 50, to: .critical, 30)
            try await company.said("a", at: "2026-06-01T09:00:00Z", from: .critical, 30, to: .atRisk, 45)
            try await company.said("a", at: "2026-06-01T10:00:00Z", from: .atRisk, 45, to: .critical, 35)
            let answer = try await turned(company)
            #expect(answer.entries.map(\.scoreBefore) == [45])
            #expect(answer.entries.map(\.scoreNow) == [nil])
            #expect(answer.entries.map(\.statusNow) == [nil])
        }
    }

    @Test("asks the facts about customers whom the engine saw for the first time")
    func firstWord() async throws {
        try await Company.with { company in
            // Silent for months: Critical, but not since yesterday.
            try await company.customer("old")
            // 30 days without activity ended an hour ago: 60 of 20 + 30 + 10 became 40, and a ticket makes it 30.
            try await company.customer("silent")
            try await company.features("silent", 1, at: "2026-05-02T11:00:00Z")
            try await company.ticket("silent", opened: "2026-05-20")
            // New, and never active.
            try await company.customer("new", created: "2026-06-01T09:00:00Z")
            for id in ["old", "silent", "new"] {
                try await company.said(id, at: "2026-06-01T11:30:00Z", from: nil, nil, to: .critical, 30)
            }
            let answer = try await turned(company)
            #expect(Set(answer.entries.map(\.customer.id.shown)) == ["silent", "new"])
            let silent = try #require(answer.entries.first { $0.customer.id.shown == "silent" })
            #expect((silent.scoreBefore, silent.scoreNow) == (45, 25))
            #expect(try #require(answer.entries.first { $0.customer.id.shown == "new" }).scoreBefore == nil)
        }
    }

    @Test("lists those who are not healthy by ARR, with the change over 7 days")
    func atRisk() async throws {
        try await Company.with { company in
            try await company.customer("unknown")
            try await company.customer("poor", lastLogin: "2026-05-22T12:00:00Z", arr: 10)
            try await company.customer("rich", arr: 1_000)
            try await company.features("rich", 2, at: "2026-06-01T11:00:00Z")
            try await company.ticket("rich", opened: "2026-05-30")
            try await company.ticket("rich", opened: "2026-05-30")
            try await company.customer("healthy", lastLogin: "2026-06-01T11:00:00Z", arr: 9_000)
            try await company.customer("gone", churned: "2026-05-01", arr: 9_000)
            try await company.customer("later", created: "2026-06-02", arr: 9_000)
            let answer = try await company.ask { try await AtRiskByARR.fetch(asOf: at(Self.now), on: $0) }
            #expect(answer.entries.map(\.customer.id.shown) == ["rich", "poor", "unknown"])
            #expect(answer.entries.map(\.score) == [60, 50, 30])
            // A week ago: nothing but support; active within 7 days; nothing but support.
            #expect(answer.entries.map(\.change) == [30, -10, 0])
            #expect(answer.entries.map(\.status) == [.atRisk, .atRisk, .critical])
            let first = try await company.ask { try await AtRiskByARR.fetch(asOf: at(Self.now), limit: 1, on: $0) }
            #expect(first.entries.map(\.customer.id.shown) == ["rich"])
        }
    }
}
