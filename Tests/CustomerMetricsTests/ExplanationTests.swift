import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("An explanation")
struct ExplanationTests {
    private static let from = "2026-02-01T00:00:00Z"
    private static let to = "2026-03-01T00:00:00Z"

    private func explanation(_ company: Company) async throws -> Explanation {
        try await company.ask { try await Explanation.fetch("acme", from: at(Self.from), to: at(Self.to), on: $0) }
    }

    @Test("gives points per part with their causes, which sum to the change in total")
    func behaviour() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.event("acme", at: "2026-01-30T12:00:00Z")
            try await company.event("acme", at: "2026-02-20T12:00:00Z")
            try await company.ticket("acme", opened: "2026-01-20", closed: "2026-02-10", subject: "Cannot sign in")
            try await company.ticket("acme", opened: "2026-02-05", closed: "2026-02-06", subject: "Between")
            try await company.ticket("acme", opened: "2026-02-12", subject: "Export is slow")
            try await company.ticket("acme", opened: "2026-02-13", subject: "Report is empty")
            try await company.event("acme", at: "2026-01-10", "feature_adopted", feature: "reports")
            try await company.event("acme", at: "2026-02-03", "feature_adopted", feature: "reports")
            try await company.event("acme", at: "2026-02-03", "feature_adopted", feature: "api")
            try await company.event("acme", at: "2026-02-04", "feature_adopted")
            let explanation = try await explanation(company)
            #expect(explanation.before?.total == 30 + 20 + 5)
            #expect(explanation.after?.total == 20 + 10 + 15)
            #expect(explanation.points == -10)
            #expect(explanation.behaviourPoints == -10)
            #expect(explanation.modelPoints == 0)
            #expect(explanation.outcome == .compared)
            #expect(explanation.parts.map(\.component) == [.engagement, .support, .value])
            #expect(explanation.parts.map(\.points) == [-10, -10, 10])

            guard case .activity(let before, let after) = try #require(explanation.parts[0].causes.first) else {
                Issue.record("engagement has another cause than activity")
                return
            }
            #expect(before.lastActivity == at("2026-01-30T12:00:00Z"))
            #expect(before.bandName == "moderate")
            #expect(after.lastActivity == at("2026-02-20T12:00:00Z"))
            #expect(after.bandName == "low")
            #expect(after.lessThanDays == 30)

            #expect(
                explanation.parts[1].causes.map { cause in
                    switch cause {
                    case .ticketOpened(let ticket): "opened \(ticket.subject ?? "")"
                    case .ticketClosed(let ticket): "closed \(ticket.subject ?? "")"
                    default: "another"
                    }
                } == ["closed Cannot sign in", "opened Export is slow", "opened Report is empty"])
            #expect(
                explanation.parts[2].causes == [.featureAdopted("api", at: at("2026-02-03"), isCore: false), .unnamedFeaturesAdopted(1)])
        }
    }

    @Test("of time that only passed names the activity that is further away now")
    func timeOnly() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-01-31T12:00:00Z")
            let explanation = try await explanation(company)
            #expect(explanation.parts.map(\.points) == [-20, 0, 0])
            #expect(explanation.parts[0].causes.count == 1)
            #expect(explanation.parts[1].causes.isEmpty)
        }
    }

    @Test("takes facts at the earlier moment as before it, and at the later one as before that")
    func boundaries() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.event("acme", at: Self.from, "feature_adopted", feature: "reports")
            try await company.event("acme", at: Self.to, "feature_adopted", feature: "api")
            try await company.ticket("acme", opened: Self.from)
            try await company.ticket("acme", opened: Self.to)
            let explanation = try await explanation(company)
            #expect(explanation.before?.inputs.openTickets == 1)
            #expect(explanation.parts.map(\.points) == [0, -10, 5])
            #expect(explanation.parts[1].causes.count == 1)
            #expect(explanation.parts[2].causes == [.featureAdopted("api", at: at(Self.to), isCore: false)])
        }
    }

    @Test("tells a new model from what the customer did")
    func model() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-02-28T12:00:00Z")
            try await company.ticket("acme", opened: "2026-02-10")
            try await company.set("ticket_penalty", "20")
            try await company.set("engagement_weight", "50")
            try await company.set("value_weight", "20")
            try await company.set("healthy_threshold", "65")
            try await company.pool.execute("SELECT mainstay.add_health_model(\(at("2026-02-15")))")
            let explanation = try await explanation(company)
            // From 0 + 30 + 0 to 50 + 10 + 0; by the old model it would be 40 + 20 + 0.
            #expect(explanation.before?.total == 30)
            #expect(explanation.after?.total == 60)
            #expect(explanation.parts.map(\.behaviourPoints) == [40, -10, 0])
            #expect(explanation.parts.map(\.modelPoints) == [10, -10, 0])
            #expect(explanation.points == 30)
            #expect(explanation.behaviourPoints == 30)
            #expect(explanation.modelPoints == 0)
            #expect(
                explanation.parts[1].causes.last
                    == .modelChanged([ScoreCause.ParameterChange(name: "ticket_penalty", before: 10, after: 20)]))
            #expect(explanation.modelChanges.map(\.name) == ["engagement_weight", "ticket_penalty", "value_weight", "healthy_threshold"])
        }
    }

    @Test("of a model that changed without moving anything says so")
    func harmlessModel() async throws {
        try await Company.with { company in
            try await company.customer("acme")
            try await company.set("ticket_penalty", "20")
            try await company.pool.execute("SELECT mainstay.add_health_model(\(at("2026-02-15")))")
            let explanation = try await explanation(company)
            #expect(explanation.points == 0)
            #expect(explanation.modelChanges.count == 1)
        }
    }

    @Test("of a customer who began in between gives all points as gained")
    func began() async throws {
        try await Company.with { company in
            try await company.customer("acme", created: "2026-02-10", lastLogin: "2026-02-28T12:00:00Z")
            let explanation = try await explanation(company)
            #expect(explanation.outcome == .began)
            #expect(explanation.before == nil)
            #expect(explanation.parts.map(\.points) == [40, 30, 0])
            #expect(explanation.points == 70)
            #expect(explanation.standingChanges.map(\.moment) == [at("2026-02-10")])
        }
    }

    @Test("of a customer who ended in between gives all points as lost")
    func ended() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-01-31T12:00:00Z", churned: "2026-02-10")
            let explanation = try await explanation(company)
            #expect(explanation.outcome == .ended)
            #expect(explanation.parts.map(\.points) == [-40, -30, 0])
            #expect(explanation.points == -70)
            #expect(explanation.standingChanges.map(\.isActive) == [false])
        }
    }

    @Test("of a customer who left and came back compares both ends, and names what was between")
    func cameBack() async throws {
        try await Company.with { company in
            try await company.customer("acme", churned: "2026-02-10")
            try await company.change("acme", at: "2026-02-20", active: true)
            let explanation = try await explanation(company)
            #expect(explanation.outcome == .compared)
            #expect(explanation.points == 0)
            #expect(explanation.standingChanges.map(\.isActive) == [false, true])
        }
    }

    @Test("of a customer without a score at either moment has no points")
    func noScore() async throws {
        try await Company.with { company in
            try await company.customer("acme", churned: "2026-01-10")
            let explanation = try await explanation(company)
            #expect(explanation.outcome == .noScore)
            #expect(explanation.points == 0)
            #expect(explanation.standingChanges.isEmpty)
        }
    }

    @Test("has the shape that programs rely on")
    func shape() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-01-31T12:00:00Z")
            let uuid = CustomerID(source: "acme").uuid.uuidString.lowercased()
            func state(_ moment: String, _ total: Int, _ status: String, _ engagement: Int) -> String {
                """
                {"at":"\(moment)","score":{"total":\(total),"status":"\(status)","engagement":\(engagement),"support":30,"value":0,\
                "inputs":{"last_activity":"2026-01-31T12:00:00Z","open_tickets":0,"adopted_features":0,"core_feature_adopted":false},"model_version":1}}
                """
            }
            func part(_ name: String, _ points: Int, _ causes: String = "") -> String {
                #"{"component":"\#(name)","points":\#(points),"behaviour_points":\#(points),"model_points":0,"causes":[\#(causes)]}"#
            }
            let cause = """
                {"kind":"activity","last_activity_before":"2026-01-31T12:00:00Z","last_activity_after":"2026-01-31T12:00:00Z",\
                "band_before":"active","band_after":"low"}
                """
            #expect(
                try await explanation(company).json.text() == """
                    {"customer_id":"acme","user_id":"\(uuid)","name":null,"email":null,"segment":"Basic","arr":null,\
                    "from":\(state(Self.from, 70, "Healthy", 40)),"to":\(state(Self.to, 50, "At-Risk", 20)),\
                    "outcome":"compared","points":-20,"behaviour_points":-20,"model_points":0,\
                    "parts":[\(part("engagement", -20, cause)),\(part("support", 0)),\(part("value", 0))],"model_changes":[],"standing_changes":[]}
                    """)
        }
    }
}
