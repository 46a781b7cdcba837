import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import CustomerMetrics

/// The score itself (metrics.md §2), seen through the list of customers.
@Suite("A score")
struct ScoreTests {
    private static let now = "2026-03-01T12:00:00Z"

    /// The engagement points of a customer who has no tickets and no features: the total less the 30 for support.
    private func engagement(_ company: Company, asOf moment: Moment) async throws -> Int? {
        try await company.ask { try await CustomerList.fetch(asOf: moment, limit: 10, on: $0) }.entries.first.map { $0.score - 30 }
    }

    private static let bands: [(days: Int64, before: Int, from: Int)] = [(1, 40, 30), (7, 30, 20), (30, 20, 0)]

    @Test("loses engagement at the very moment that a band of days ends", arguments: bands)
    func bandBoundary(band: (days: Int64, before: Int, from: Int)) async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.event("acme", at: "2026-01-10T08:00:00.000001Z")
            let end = at("2026-01-10T08:00:00.000001Z").adding(days: band.days)
            #expect(try await engagement(company, asOf: end.adding(microseconds: -1)) == band.before)
            #expect(try await engagement(company, asOf: end) == band.from)
        }
    }

    @Test("has no engagement without activity, and none from activity that is still to come")
    func noActivity() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            #expect(try await engagement(company, asOf: at(Self.now)) == 0)
            try await company.event("acme", at: "2026-03-01T12:00:00.000001Z")
            #expect(try await engagement(company, asOf: at(Self.now)) == 0)
            #expect(try await engagement(company, asOf: at("2026-03-01T12:00:00.000001Z")) == 40)
        }
    }

    @Test("counts the last login as activity, up to the moment")
    func lastLogin() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-02-27T12:00:00Z")
            #expect(try await engagement(company, asOf: at("2026-02-27T11:59:59Z")) == 0)
            #expect(try await engagement(company, asOf: at(Self.now)) == 30)
        }
    }

    @Test("keeps the logins that a later one replaced")
    func replacedLogin() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-02-01T12:00:00Z")
            try await company.pool.execute("UPDATE mainstay.users SET last_login = \(at("2026-03-01T12:00:00Z"))")
            #expect(try await engagement(company, asOf: at("2026-02-01T13:00:00Z")) == 40)
        }
    }

    private func score(_ company: Company, asOf moment: String = now) async throws -> Int? {
        try await company.ask { try await CustomerList.fetch(asOf: at(moment), limit: 10, on: $0) }.entries.first?.score
    }

    /// opened, closed, status, whether it counts
    private static let tickets: [(opened: String, closed: String?, status: String, counts: Bool)] = [
        ("2026-02-01", nil, "open", true),
        ("2026-02-01", nil, "pending", true),
        ("2026-02-01", nil, "solved", false),
        ("2026-02-01", nil, "Open", false),
        (now, nil, "open", true),
        ("2026-03-01T12:00:00.000001Z", nil, "open", false),
        ("2026-02-01", now, "closed", false),
        ("2026-02-01", "2026-03-01T12:00:00.000001Z", "closed", true),
        ("2026-02-01", "2026-02-02", "open", false),
        (now, now, "closed", false),
    ]

    @Test("loses 10 points for a ticket that is open at the moment", arguments: tickets)
    func ticket(ticket: (opened: String, closed: String?, status: String, counts: Bool)) async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.ticket("acme", opened: ticket.opened, closed: ticket.closed, status: ticket.status)
            #expect(try await score(company) == (ticket.counts ? 20 : 30))
        }
    }

    @Test("has no support below 0", arguments: [(1, 20), (2, 10), (3, 0), (4, 0), (9, 0)])
    func manyTickets(count: Int, score expected: Int) async throws {
        try await Company.with { company in
            try await company.customer("acme")
            for _ in 1...count { try await company.ticket("acme", opened: "2026-02-01") }
            #expect(try await score(company) == expected)
        }
    }

    @Test("gains 5 points for each different feature, at most 30", arguments: [(1, 5), (2, 10), (6, 30), (7, 30)])
    func features(count: Int, value: Int) async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.features("acme", count, at: "2026-01-02")
            try await company.features("acme", count, at: "2026-01-03")
            #expect(try await score(company) == 30 + value)
        }
    }

    @Test("counts each adoption without a name as a feature of its own, and none that is still to come")
    func unnamedFeatures() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.event("acme", at: "2026-01-02", "feature_adopted")
            try await company.event("acme", at: "2026-01-02", "feature_adopted", feature: "")
            try await company.event("acme", at: "2026-01-02", "feature_adopted", feature: "reports")
            try await company.event("acme", at: "2026-01-02", "opened", feature: "automation")
            try await company.event("acme", at: "2026-03-01T12:00:00.000001Z", "feature_adopted", feature: "api")
            #expect(try await score(company) == 30 + 15)
        }
    }

    @Test("gains the bonus of core features once, and only where a feature is core")
    func coreFeature() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.features("acme", 2, at: "2026-01-02")
            #expect(try await score(company) == 30 + 10)
            try await company.pool.execute("INSERT INTO mainstay.features (name, core) VALUES ('f1', true), ('f2', true)")
            #expect(try await score(company) == 30 + 20)
        }
    }

    @Test("is Healthy from 70 and At-Risk from 40 on", arguments: [(3, "At-Risk"), (4, "Healthy")])
    func healthyThreshold(featureCount: Int, status: String) async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.features("acme", featureCount, at: "2026-01-02")
            try await company.event("acme", at: "2026-02-10")
            let entry = try await company.ask { try await CustomerList.fetch(asOf: at(Self.now), limit: 1, on: $0) }.entries[0]
            #expect(entry.score == 50 + 5 * featureCount)
            #expect(entry.status.rawValue == status)
        }
    }

    @Test("is Critical below 40", arguments: [(1, "Critical"), (2, "At-Risk")])
    func criticalThreshold(featureCount: Int, status: String) async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.features("acme", featureCount, at: "2025-01-02")
            let entry = try await company.ask { try await CustomerList.fetch(asOf: at(Self.now), limit: 1, on: $0) }.entries[0]
            #expect(entry.score == 30 + 5 * featureCount)
            #expect(entry.status.rawValue == status)
        }
    }

    @Test("belongs to active customers only: from the creation on, until the end, and again after a return")
    func activity() async throws {
        try await Company.with { company in
            try await company.customer("acme", created: "2026-01-01", churned: "2026-02-01")
            try await company.change("acme", at: "2026-02-15", active: true)
            for (moment, expected) in [
                ("2025-12-31T23:59:59.999999Z", nil), ("2026-01-01", 30), ("2026-01-31T23:59:59.999999Z", 30), ("2026-02-01", nil),
                ("2026-02-14T23:59:59.999999Z", nil), ("2026-02-15", 30),
            ] as [(String, Int?)] {
                #expect(try await score(company, asOf: moment) == expected, "\(moment)")
            }
        }
    }

    @Test("counts a customer who arrived already ended, without saying when, as ended at once")
    func arrivedEnded() async throws {
        try await Company.with { company in
            try await company.pool.execute(
                "INSERT INTO mainstay.users (user_id, created_at, status) VALUES (gen_random_uuid(), \(at("2026-01-01")), 'cancelled')")
            #expect(try await score(company, asOf: "2026-01-01") == nil)
        }
    }

    @Test("scales raw points to the weights, half away from zero")
    func weights() async throws {
        try await Company.with { company in
            try await company.set("engagement_weight", "50")
            try await company.set("support_weight", "25")
            try await company.set("value_weight", "25")
            try await company.pool.execute("SELECT mainstay.add_health_model(\(at("2026-02-01")))")
            try await company.customer("acme")
            try await company.event("acme", at: "2026-02-27T12:00:00Z")
            try await company.ticket("acme", opened: "2026-01-05")
            try await company.features("acme", 3, at: "2026-01-02")
            // 30 / 40 × 50 = 37.5, 20 / 30 × 25 = 16.67, 15 / 30 × 25 = 12.5.
            let profile = try await company.ask { try await CustomerProfile.fetch("acme", asOf: at(Self.now), on: $0) }
            #expect(profile.score?.engagement == 38)
            #expect(profile.score?.support == 17)
            #expect(profile.score?.value == 13)
            #expect(profile.score?.total == 68)
            #expect(profile.score?.modelVersion == 2)
            // The model of its time: before February the first one.
            let before = try await company.ask { try await CustomerProfile.fetch("acme", asOf: at("2026-01-31T23:59:59Z"), on: $0) }
            #expect(before.score?.support == 20)
            #expect(before.score?.modelVersion == 1)
        }
    }
}
