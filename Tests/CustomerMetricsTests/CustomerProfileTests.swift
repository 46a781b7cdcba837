import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("The profile of a customer")
struct CustomerProfileTests {
    private static let now = "2026-03-01T12:00:00Z"

    private func profile(_ company: Company, asOf moment: String = now) async throws -> CustomerProfile {
        try await company.ask { try await CustomerProfile.fetch("acme", asOf: at(moment), on: $0) }
    }

    @Test("has the score with its inputs, and what it will be when nothing happens")
    func score() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.event("acme", at: "2026-02-25T09:00:00Z")
            try await company.ticket("acme", opened: "2026-02-20")
            try await company.features("acme", 2, at: "2026-01-10")
            let profile = try await profile(company)
            #expect(profile.score?.total == 60)
            #expect(
                profile.score?.inputs
                    == Score.Inputs(lastActivity: at("2026-02-25T09:00:00Z"), openTickets: 1, adoptedFeatures: 2, coreFeatureAdopted: false)
            )
            #expect(
                profile.nextChange
                    == CustomerProfile.NextChange(
                        moment: at("2026-03-04T09:00:00Z"), inactiveDays: 7, engagement: 20, total: 50, status: .atRisk))
            #expect(ScoreComponent.allCases.map(profile.model.weight) == [40, 30, 30])
        }
    }

    @Test("has no next change once all bands have passed, nor without activity")
    func noNextChange() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            #expect(try await profile(company).nextChange == nil)
            try await company.event("acme", at: "2026-01-30T12:00:00Z")
            #expect(try await profile(company).nextChange == nil)
            #expect(try await profile(company, asOf: "2026-03-01T11:59:59.999999Z").nextChange?.moment == at(Self.now))
        }
    }

    @Test("foretells nothing from facts that are dated later")
    func futureFacts() async throws {
        try await Company.with { company in
            try await company.customer("acme", churned: "2026-03-02")
            try await company.event("acme", at: "2026-02-25T12:00:00Z")
            let before = try await profile(company)
            try await company.event("acme", at: "2026-03-02")
            try await company.ticket("acme", opened: "2026-03-02")
            try await company.survey("acme", score: 9, responded: "2026-03-02")
            try await company.campaign("acme", "at_risk", sent: "2026-03-02")
            #expect(try await profile(company) == before)
            #expect(before.standing == .active(since: at("2025-01-01")))
            #expect(before.nextChange?.moment == at("2026-03-04T12:00:00Z"))
        }
    }

    @Test("says since when a customer is one, or was one")
    func standing() async throws {
        try await Company.with { company in
            try await company.customer("acme", created: "2026-01-01", churned: "2026-02-01")
            try await company.change("acme", at: "2026-02-10", active: true)
            try await company.change("acme", at: "2026-02-20", active: true)
            try await company.change("acme", at: "2026-02-25", active: false)
            #expect(try await profile(company, asOf: "2025-12-31").standing == .notYet)
            #expect(try await profile(company, asOf: "2026-01-15").standing == .active(since: at("2026-01-01")))
            #expect(try await profile(company, asOf: "2026-02-05").standing == .ended(at: at("2026-02-01"), status: "churned"))
            #expect(try await profile(company, asOf: "2026-02-21").standing == .active(since: at("2026-02-10")))
            let ended = try await profile(company)
            #expect(ended.standing == .ended(at: at("2026-02-25"), status: "left"))
            #expect(ended.score == nil)
            #expect(ended.nextChange == nil)
        }
    }

    @Test("has the course of the total through 30 days")
    func history() async throws {
        try await Company.with { company in
            try await company.customer("acme", created: "2026-02-20")
            try await company.event("acme", at: "2026-02-22T12:00:00Z")
            try await company.change("acme", at: "2026-02-28", active: false)
            let turns = try await profile(company).history.map { "\($0.moment) \($0.total.map(String.init) ?? "–")" }
            #expect(
                turns == [
                    "2026-02-20T00:00:00Z 30", "2026-02-22T12:00:00Z 70", "2026-02-23T12:00:00Z 60", "2026-02-28T00:00:00Z –",
                ])
        }
    }

    @Test("has the newest facts, open tickets first")
    func facts() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            for day in 10...21 {
                try await company.event(
                    "acme", at: "2026-02-\(day)", day == 21 ? "feature_adopted" : "login", feature: day == 21 ? "api" : nil)
            }
            try await company.ticket("acme", opened: "2026-02-01", subject: "Export is slow")
            try await company.ticket("acme", opened: "2026-02-10", closed: "2026-02-11", subject: "Cannot sign in")
            try await company.ticket("acme", opened: "2026-02-12", closed: "2026-03-02", subject: "Closed later")
            try await company.survey("acme", score: nil, deployed: "2026-02-05")
            try await company.survey("acme", score: 4, deployed: "2026-02-06", responded: "2026-02-07", feedback: "Slow")
            try await company.campaign("acme", "at_risk", sent: "2026-01-20", opened: "2026-01-21", responded: "2026-03-02")
            try await company.campaign("acme", "critical", sent: "2026-02-20")
            let profile = try await profile(company)
            #expect(profile.events.count == 10)
            #expect(profile.events[0] == CustomerProfile.Event(moment: at("2026-02-21"), type: "feature_adopted", feature: "api"))
            #expect(profile.tickets.map(\.subject) == ["Closed later", "Export is slow", "Cannot sign in"])
            #expect(profile.tickets.map(\.isOpen) == [true, true, false])
            #expect(profile.tickets[0].closedAt == nil)
            #expect(profile.surveys.map(\.score) == [4, nil])
            #expect(profile.surveys[0].feedback == "Slow")
            #expect(profile.campaigns.map(\.type) == [.critical, .atRisk])
            #expect(profile.campaigns[1].openedAt == at("2026-01-21"))
            #expect(profile.campaigns[1].respondedAt == nil)
            #expect(profile.campaigns.map(\.scoreAfter) == [nil, 50])
            #expect(profile.campaigns.map(\.scoreBefore) == [50, 30])
        }
    }

    @Test("has the shape that programs rely on")
    func shape() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-02-27T12:00:00Z", tier: nil)
            let uuid = CustomerID(source: "acme").uuid.uuidString.lowercased()
            #expect(
                try await profile(company).json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","customer_id":"acme","user_id":"\(uuid)","name":null,"email":null,"segment":"Free","arr":null,\
                    "created_at":"2025-01-01T00:00:00Z","renewal_date":null,\
                    "standing":{"active":true,"since":"2025-01-01T00:00:00Z","status":"active"},\
                    "score":{"total":60,"status":"At-Risk","engagement":30,"support":30,"value":0,"inputs":{"last_activity":"2026-02-27T12:00:00Z",\
                    "open_tickets":0,"adopted_features":0,"core_feature_adopted":false},"model_version":1},\
                    "next_change":{"at":"2026-03-06T12:00:00Z","inactive_days":7,"engagement":20,"total":50,"status":"At-Risk"},\
                    "history_30d":[{"at":"2026-01-30T12:00:00Z","total":30},{"at":"2026-02-27T12:00:00Z","total":70},\
                    {"at":"2026-02-28T12:00:00Z","total":60}],\
                    "events":[{"at":"2026-02-27T12:00:00Z","type":"login","feature":null}],"tickets":[],"surveys":[],"campaigns":[]}
                    """)
        }
    }
}
