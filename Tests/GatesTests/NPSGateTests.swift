import Domain
import Foundation
import Testing

@testable import Gates

@Suite("Gate 3: NPS positive")
struct NPSGateTests {
    private static let now = "2026-03-10T12:00:00Z"
    private static let lately = "2026-03-01T00:00:00Z"

    private func answers(_ company: Company, promoters: Int, passives: Int, detractors: Int) async throws {
        for (score, times) in [(9, promoters), (7, passives), (6, detractors)] {
            try await company.surveys(score: score, deployed: Self.lately, answered: Self.lately, times: times)
        }
    }

    @Test(
        "wants the minimum of responses, and the threshold by the counts",
        arguments: [
            // 99 of 100, and exactly 0.
            (33, 33, 33, GateState.unmet, GateState.unknown), (33, 34, 33, .passed, .passed), (34, 33, 33, .passed, .passed),
            (33, 33, 34, .passed, .unmet), (0, 0, 100, .passed, .unmet),
            // −0.01, and −0.004…, which is shown as 0.00.
            (4_999, 1, 5_000, .passed, .unmet), (10_000, 1, 10_001, .passed, .unmet), (10_001, 1, 10_001, .passed, .passed),
        ])
    func edges(promoters: Int, passives: Int, detractors: Int, enough: GateState, reached: GateState) async throws {
        try await Company.with { company in
            try await answers(company, promoters: promoters, passives: passives, detractors: detractors)
            let gate = try #require(try await company.gates(Self.now).gates.last)
            #expect(gate.checks.map(\.name) == [.surveysDeployed, .npsResponses, .npsReached])
            #expect(gate.checks.map(\.state) == [.passed, enough, reached])
            #expect(gate.state == (enough == .unmet ? .unmet : reached))
            for check in gate.checks { #expect((check.needed == nil) == (check.state == .passed), "\(check.name)") }
        }
    }

    @Test("says how many responses, and how many promoters, would be enough")
    func needs() async throws {
        try await Company.with { company in
            try await answers(company, promoters: 20, passives: 30, detractors: 49)
            #expect(
                try await company.check(.npsResponses, Self.now).needed == "More responses: 1 within 30 days; older ones leave the window")
            let provisional = try await company.check(.npsReached, Self.now)
            #expect(
                provisional.value == nil && provisional.found.hasPrefix("provisionally -29.29 from 99 responses: too few to count (95 %: "))
            try await answers(company, promoters: 0, passives: 1, detractors: 0)
            let short = try await company.check(.npsReached, Self.now)
            #expect(short.needed?.hasPrefix("More promoters: 29,") == true && short.valueText == "-29.00")
            try await answers(company, promoters: 28, passives: 0, detractors: 0)
            #expect(try await company.check(.npsReached, Self.now).needed?.hasPrefix("More promoters: 1,") == true)
            try await answers(company, promoters: 1, passives: 0, detractors: 0)
            #expect(try await company.check(.npsReached, Self.now).state == .passed)
            try await company.set("nps_positive_threshold", "10")
            // 49 promoters and 49 detractors of 129: 100 k ≥ 10 (129 + k) first holds for 15.
            let raised = try await company.check(.npsReached, Self.now)
            #expect(raised.needed?.hasPrefix("More promoters: 15,") == true && raised.targetText == "at least 10.00")
            try await answers(company, promoters: 14, passives: 0, detractors: 0)
            #expect(try await company.check(.npsReached, Self.now).state == .unmet)
            try await answers(company, promoters: 1, passives: 0, detractors: 0)
            #expect(try await company.check(.npsReached, Self.now).state == .passed)
        }
    }

    @Test("looks at 30 days, and at nothing after the moment")
    func window() async throws {
        try await Company.with { company in
            try await company.surveys(score: nil, deployed: "2026-02-08T12:00:00Z", times: 3)
            #expect(try await company.check(.surveysDeployed, Self.now).state == .unmet, "30 days are over")
            #expect(try await company.check(.surveysDeployed, "2026-03-10T11:59:59.999999Z").state == .passed)
            try await company.surveys(score: 9, deployed: nil, answered: Self.lately, times: 100)
            let check = try await company.check(.surveysDeployed, Self.now)
            #expect(check.state == .unmet && check.needed?.contains("`deployed_at`") == true)
            #expect(try await company.check(.npsResponses, Self.now).state == .passed)
            #expect(try await company.check(.npsResponses, "2026-02-28T23:59:59Z").state == .unmet)
        }
    }
}
