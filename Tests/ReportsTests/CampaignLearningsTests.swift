import CustomerMetrics
import Domain
import Foundation
import Testing

@testable import Reports

@Suite struct CampaignLearningsTests {
    private static let asOf = moment("2026-06-01T07:00:00Z")

    private func variant(_ name: String?, responded: Int, sent: Int, recovered: Int = 0, scored: Int = 0) -> CampaignLearnings.Variant {
        CampaignLearnings.Variant(
            type: .atRisk, name: name, sent: sent, responded: responded, matured: scored, scored: scored, recovered: recovered,
            converted: 0,
            priced: 0, cost: nil)
    }

    @Test("messages by type and variant, with the counts of the metric") func counts() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("one")
            try await company.event("one", "login", "2026-04-30")
            try await company.message("one", "at_risk", variant: "A", sent: "2026-04-01", responded: "2026-04-02", cost: 4)
            try await company.message("one", "at_risk", variant: "A", sent: "2026-05-20", responded: "2026-06-02")
            try await company.message("one", "at_risk", variant: " ", sent: "2026-05-21", cost: 2)
            try await company.message("one", "at_risk", variant: "A", sent: "2026-03-03T07:00:00Z")
            let learnings = try await company.ask { try await CampaignLearnings.fetch(asOf: Self.asOf, on: $0) }
            #expect(learnings.variants.map(\.name) == ["A", nil])
            let first = try #require(learnings.variants.first)
            #expect(first.sent == 2, "one sent 90 days before to the microsecond is outside")
            #expect(first.responded == 1, "an answer after the moment is none yet")
            #expect(first.matured == 1 && first.scored == 1 && first.recovered == 1)
            #expect(first.priced == 1 && first.costPerMessage == 4)
        }
    }

    @Test("variants add up to the type's row of the metric") func agrees() async throws {
        try await SampledCompany.with { company in
            let (learnings, effectiveness) = try await company.ask { connection in
                (
                    try await CampaignLearnings.fetch(asOf: SampledCompany.now, on: connection),
                    try await CampaignEffectiveness.fetch(asOf: SampledCompany.now, on: connection)
                )
            }
            for campaign in effectiveness.campaigns {
                let variants = learnings.variants.filter { $0.type == campaign.type }
                #expect(variants.count > 1)
                #expect(variants.reduce(0) { $0 + $1.sent } == campaign.sent)
                #expect(variants.reduce(0) { $0 + $1.responded } == campaign.responded.part)
                #expect(variants.reduce(0) { $0 + $1.recovered } == campaign.recovered.part)
                #expect(variants.reduce(0) { $0 + $1.scored } == campaign.recovered.whole)
                #expect(variants.reduce(0) { $0 + $1.matured } == campaign.matured)
                #expect(campaign.converted.map { $0.part == variants.reduce(0) { $0 + $1.converted } } != false)
            }
        }
    }

    @Test("a variant is better when chance alone would not make it so") func better() {
        // 40 of 100 against 25 of 100: z = 0.15 ÷ √(0.325 · 0.675 · 0.02) = 2.26.
        let clear = CampaignLearnings(variants: [variant("A", responded: 25, sent: 100), variant("B", responded: 40, sent: 100)])
        #expect(clear.comparisons.map(\.isBeyondChance) == [true])
        #expect(clear.comparisons.first?.better.name == "B")
        #expect(clear.decisions.count == 1)
        // 35 of 100: z = 1.54.
        let unclear = CampaignLearnings(variants: [variant("A", responded: 25, sent: 100), variant("B", responded: 35, sent: 100)])
        #expect(unclear.comparisons.map(\.isBeyondChance) == [false])
        #expect(unclear.findings.isEmpty && unclear.decisions.isEmpty)
    }

    @Test("29 messages are compared with nothing, 30 are") func tooFew() {
        let few = CampaignLearnings(variants: [variant("A", responded: 0, sent: 29), variant("B", responded: 30, sent: 30)])
        #expect(few.comparisons.isEmpty)
        let enough = CampaignLearnings(variants: [variant("A", responded: 0, sent: 30), variant("B", responded: 30, sent: 30)])
        #expect(enough.comparisons.first?.isBeyondChance == true)
    }

    @Test("without messages there is nothing, and it is said") func empty() async throws {
        try await ReportedCompany.with { company in
            let learnings = try await company.ask { try await CampaignLearnings.fetch(asOf: Self.asOf, on: $0) }
            #expect(learnings.variants.isEmpty)
            #expect(learnings.section.blocks.contains { if case .empty = $0 { true } else { false } })
        }
    }
}
