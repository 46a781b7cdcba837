import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("What campaigns bring")
struct CampaignResultTests {
    /// Six at-risk messages of April: two scores rose, one of them to Healthy, one stayed, one customer had left.
    private func fill(_ company: Company) async throws {
        for id in ["healed", "risen", "same"] { try await company.customer(id, created: "2026-01-01", arr: 1_000) }
        try await company.customer("gone", created: "2026-01-01", churned: "2026-04-10", arr: 1_000)
        // Never active before: 30 of 100 when the messages are sent.
        try await company.message("healed", "at_risk", sent: "2026-04-10", cost: 2.5)
        try await company.message("risen", "at_risk", sent: "2026-04-01", cost: 1.5)
        try await company.message("same", "at_risk", sent: "2026-04-20", cost: nil)
        try await company.message("gone", "at_risk", sent: "2026-04-25", cost: 1)
        // 40 + 30 + 10 on the 10th of May; 40 + 20 on the 1st.
        try await company.features("healed", 2, at: "2026-05-09T12:00:00Z")
        try await company.event("risen", at: "2026-04-30T12:00:00Z")
        try await company.ticket("risen", opened: "2026-04-15", closed: "2026-05-15")
        // Of another type, and of a month that cannot be judged yet.
        try await company.message("same", "critical", sent: "2026-04-11", cost: 40)
        try await company.message("same", "at_risk", sent: "2026-05-31T23:59:59Z", cost: 1)
    }

    private func trend(_ company: Company, asOf moment: String) async throws -> RecoveryTrend {
        try await company.ask { try await RecoveryTrend.fetch(asOf: at(moment), months: 3, on: $0) }
    }

    @Test("recovery is told by the month of sending, once its last message has matured")
    func recoveryTrend() async throws {
        try await Company.with { company in
            try await fill(company)
            let trend = try await trend(company, asOf: "2026-06-15")
            #expect(trend.points.map { "\($0.month)" } == ["2026-04", "2026-05", "2026-06"])
            #expect(trend.points.map(\.sent) == [4, 1, 0])
            #expect(
                trend.points[0].result
                    == RecoveryTrend.Result(
                        recovered: Rate(part: 2, whole: 3, percent: Decimal(string: "66.67")),
                        recoveredToHealthy: Rate(part: 1, whole: 3, percent: Decimal(string: "33.33"))))
            #expect(trend.points[1].result == nil)
            #expect(trend.points[2].result == nil)
        }
    }

    @Test("a month can be seen from the 30th day after its end on; one without messages has no rate")
    func observable() async throws {
        try await Company.with { company in
            try await fill(company)
            let before = try await trend(company, asOf: "2026-05-30T23:59:59.999999Z")
            #expect(before.points.map { $0.result == nil } == [false, true, true])
            #expect(before.points[0].result?.recovered == Rate(part: 0, whole: 0, percent: nil))
            #expect(try await trend(company, asOf: "2026-05-31").points.map { $0.result == nil } == [false, false, true])
        }
    }

    @Test("scores before and after are counted in bins, each customer once by the newest matured message")
    func scoreRecovery() async throws {
        try await Company.with { company in
            try await fill(company)
            // An older message of the same customer, and one whose 30 days ended before the window.
            try await company.message("healed", "at_risk", sent: "2026-03-20", cost: 1)
            try await company.customer("early", created: "2025-01-01")
            try await company.message("early", "at_risk", sent: "2026-02-15", cost: 1)
            let answer = try await company.ask { try await ScoreRecovery.fetch(asOf: at("2026-06-15"), on: $0) }
            #expect(answer.customers == 3)
            #expect(answer.averageBefore == 30)
            #expect(answer.averageAfter == Decimal(string: "56.67"))
            #expect(answer.bins.count == 10)
            #expect(answer.bins.map(\.before) == [0, 0, 0, 3, 0, 0, 0, 0, 0, 0])
            #expect(answer.bins.map(\.after) == [0, 0, 0, 1, 0, 0, 1, 0, 1, 0])
            #expect(answer.bins.last?.scores == 90...100)
            // On the 15th of June exactly 120 days have passed since the 15th of February: not in the window any more.
            let hourBefore = try await company.ask { try await ScoreRecovery.fetch(asOf: at("2026-06-14T23:00:00Z"), on: $0) }
            #expect(hourBefore.customers == 4)
        }
    }

    @Test("a full score is in the last bin, and nothing is known without messages")
    func edges() async throws {
        try await Company.with { company in
            let nothing = try await company.ask { try await ScoreRecovery.fetch(asOf: at("2026-06-15"), on: $0) }
            #expect(nothing.customers == 0 && nothing.averageBefore == nil && nothing.bins.allSatisfy { $0.before + $0.after == 0 })
            try await company.customer("a")
            try await company.features("a", 6, at: "2026-05-31T23:00:00Z")
            try await company.message("a", "critical", sent: "2026-05-02", cost: nil)
            let answer = try await company.ask { try await ScoreRecovery.fetch(asOf: at("2026-06-15"), on: $0) }
            #expect(answer.bins.last?.after == 1)
        }
    }

    @Test("the return is the ARR of customers kept ÷ the cost of all matured messages")
    func campaignReturn() async throws {
        try await Company.with { company in
            try await fill(company)
            // Kept by two types of message: counts in both and once in all.
            try await company.message("healed", "critical", sent: "2026-04-12", cost: 47.5)
            // Left and came back within 30 days.
            try await company.customer("back", created: "2026-01-01", churned: "2026-03-01", arr: 500)
            try await company.message("back", "win_back", sent: "2026-04-01", cost: 10)
            try await company.change("back", at: "2026-04-20", active: true)
            let answer = try await company.ask { try await CampaignReturn.fetch(asOf: at("2026-06-15"), on: $0) }
            let atRisk = try #require(answer.types.first)
            #expect(answer.types.map(\.type) == CampaignType.allCases)
            #expect(
                atRisk.figures
                    == CampaignReturn.Figures(
                        messages: 4, priced: 3, cost: 5, costPerMessage: Decimal(string: "1.67"), customersKept: 1, arrKept: 1_000,
                        ratio: 200))
            #expect(answer.types[1].figures.customersKept == 1 && answer.types[1].figures.cost == Decimal(string: "87.5"))
            #expect(answer.types[2].figures.arrKept == 500)
            #expect(
                answer.all
                    == CampaignReturn.Figures(
                        messages: 7, priced: 6, cost: Decimal(string: "102.5"), costPerMessage: Decimal(string: "17.08"), customersKept: 2,
                        arrKept: 1_500, ratio: Decimal(string: "14.63")))
        }
    }

    @Test("without a cost there is no return")
    func noCost() async throws {
        try await Company.with { company in
            let nothing = try await company.ask { try await CampaignReturn.fetch(asOf: at("2026-06-15"), on: $0) }
            #expect(
                nothing.all
                    == CampaignReturn.Figures(
                        messages: 0, priced: 0, cost: nil, costPerMessage: nil, customersKept: 0, arrKept: 0, ratio: nil))
            try await company.customer("a")
            try await company.message("a", "at_risk", sent: "2026-05-02", cost: nil)
            try await company.message("a", "critical", sent: "2026-05-02", cost: 0)
            let answer = try await company.ask { try await CampaignReturn.fetch(asOf: at("2026-06-15"), on: $0) }
            #expect(answer.types.map(\.figures.cost) == [nil, 0, nil])
            #expect(answer.types.map(\.figures.ratio) == [nil, nil, nil])
        }
    }
}
