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

    @Test("a cost per message is rounded half away from zero, exactly") func cost() {
        func each(_ cost: String, _ priced: Int) -> Decimal? {
            CampaignLearnings.Variant(
                type: .atRisk, name: "A", sent: priced, responded: 0, matured: 0, scored: 0, recovered: 0, converted: 0, priced: priced,
                cost: Decimal(string: cost)
            ).costPerMessage
        }
        // 4.145, which no binary fraction is; 0.125; a third.
        #expect(each("58.03", 14) == Decimal(string: "4.15"))
        #expect(each("1", 8) == Decimal(string: "0.13"))
        #expect(each("1", 3) == Decimal(string: "0.33") && each("1", 0) == nil)
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

    @Test("the best of several variants must stand out more than one that was chosen before") func several() {
        // z = 2.26 between the outer two, p = 0.024; there are three pairs to pick from.
        let three = CampaignLearnings(
            variants: [
                variant("A", responded: 25, sent: 100), variant("B", responded: 40, sent: 100), variant("C", responded: 33, sent: 100),
            ])
        #expect(three.comparisons.map(\.isBeyondChance) == [false])
        #expect(three.findings.isEmpty && three.decisions.isEmpty)
        // z = 3.14, p = 0.0017.
        let clear = CampaignLearnings(
            variants: [
                variant("A", responded: 25, sent: 100), variant("B", responded: 46, sent: 100), variant("C", responded: 33, sent: 100),
            ])
        #expect(clear.comparisons.map(\.isBeyondChance) == [true])
        #expect(clear.decisions.map(\.path) == ["/campaigns"])
    }

    @Test("of several outcomes one must stand out more than if it were the only one") func outcomes() {
        // Response alone is beyond chance, p = 0.024; recovery is 10 of 40 in both. Held against 0.05 ÷ 2 it still is; against ÷ 3 it is not.
        let two = [
            variant("A", responded: 25, sent: 100, recovered: 10, scored: 40),
            variant("B", responded: 40, sent: 100, recovered: 10, scored: 40),
        ]
        #expect(CampaignLearnings(variants: two).comparisons.map(\.isBeyondChance) == [true, false])
        let more = two.map { variant in
            CampaignLearnings.Variant(
                type: .winBack, name: variant.name, sent: 100, responded: 20, matured: 0, scored: 0, recovered: 0, converted: 0, priced: 0,
                cost: nil)
        }
        #expect(CampaignLearnings(variants: two + more).comparisons.allSatisfy { !$0.isBeyondChance })
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
