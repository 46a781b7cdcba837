import Domain
import TestSupport
import Testing

@testable import Alerting

/// How alerts end, and who is told so.
@Suite struct EndingTests {
    private let midnight = Company.midnight
    private let fires = Company.midnight.adding(minutes: 5)

    @Test(arguments: [false, true]) func nobodyIsToldOfWhatSomebodyTookInHandBefore(closes: Bool) async throws {
        try await Company.open { company in
            let customer = try await company.criticalCustomers("acme")[0]
            let id = try #require(try await company.alerts().first?.id)
            let early = midnight.adding(minutes: 1)
            if closes {
                try await company.desk.resolve(id, by: "user:anna", reason: "we know", now: early)
            } else {
                try await company.desk.acknowledge(id, by: "user:anna", now: early)
            }
            for hours: Int64 in [1, 24, 48, 100] { try await company.tick(midnight.adding(hours: hours)) }
            try await company.activity(customer, midnight.adding(hours: 101))
            try await company.rescore(midnight.adding(hours: 101))
            try await company.tick(midnight.adding(hours: 101))
            #expect(try await company.states() == [.resolved])
            #expect(try await company.told() == [])
        }
    }

    /// Routes are for what begins; that it is over is for those who know of it.
    @Test func itIsToldToWhomItWasToldWhateverTheRoutesAreByThen() async throws {
        try await Company.open { company in
            let customer = try await company.criticalCustomers("acme")[0]
            try await company.tick(fires)
            var edit = RouteEdit()
            edit.target = "#elsewhere"
            try await company.routes.set("critical", edit, by: "user:anna", why: nil, now: fires)
            try await company.activity(customer, fires.adding(hours: 1))
            try await company.rescore(fires.adding(hours: 1))
            try await company.tick(fires.adding(hours: 1))
            #expect(
                try await company.messages().map { "\($0.sent.kind) \($0.sent.target)" } == [
                    "fired #customer-success-urgent", "resolved #customer-success-urgent",
                ])
        }
    }

    @Test func aSilenceDoesNotKeepTheEndFromThoseWhoKnowOfIt() async throws {
        try await Company.open { company in
            let customer = try await company.criticalCustomers("acme")[0]
            try await company.tick(fires)
            try await company.silences.add(
                rule: .criticalCustomer, until: fires.adding(days: 9), by: "user:anna", why: "planned", now: fires)
            try await company.activity(customer, fires.adding(hours: 1))
            try await company.rescore(fires.adding(hours: 1))
            try await company.tick(fires.adding(hours: 1))
            #expect(try await company.told() == ["fired critical", "resolved critical"])
        }
    }
}
