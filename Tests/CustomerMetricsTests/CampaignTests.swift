import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Question 4: campaigns")
struct CampaignTests {
    private static let now = "2026-06-01T12:00:00Z"
    private static let windowStart = "2026-03-03T12:00:00Z"
    /// 30 days before now: the newest message that has matured.
    private static let ripe = "2026-05-02T12:00:00Z"

    private func campaign(_ company: Company, _ type: CampaignType = .atRisk, asOf moment: String = now) async throws
        -> CampaignEffectiveness.Campaign
    {
        let answer = try await company.ask { try await CampaignEffectiveness.fetch(asOf: at(moment), on: $0) }
        return try #require(answer.campaigns.first { $0.type == type })
    }

    @Test("always has the three types, without rates where nothing was sent")
    func nothing() async throws {
        try await Company.with { company in
            let answer = try await company.ask { try await CampaignEffectiveness.fetch(asOf: at(Self.now), on: $0) }
            func shape(_ type: String, _ targets: String, _ onTarget: String) -> String {
                """
                {"campaign_type":"\(type)","total_sent":0,"emails_opened":0,"emails_clicked":0,"responses_received":0,"open_rate":null,\
                "click_rate":null,"response_rate":null,"matured":0,"pending":0,"recovery_rate":null,"recovered_to_healthy_rate":null,\
                "conversion_rate":null,"targets":\(targets),"on_target":\(onTarget)}
                """
            }
            let campaigns = [
                shape("at_risk", #"{"response_rate":20,"recovery_rate":30}"#, #"{"response_rate":null,"recovery_rate":null}"#),
                shape("critical", #"{"response_rate":100,"recovery_rate":50}"#, #"{"response_rate":null,"recovery_rate":null}"#),
                shape("win_back", #"{"response_rate":10,"conversion_rate":5}"#, #"{"response_rate":null,"conversion_rate":null}"#),
            ]
            #expect(
                answer.json.text()
                    == #"{"as_of":"2026-06-01T12:00:00Z","window_days":90,"campaigns":["# + campaigns.joined(separator: ",") + "]}")
        }
    }

    @Test("counts what was sent after the beginning of the window and up to the moment")
    func window() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.campaign("a", "at_risk", sent: Self.windowStart)
            try await company.campaign("a", "at_risk", sent: "2026-03-03T12:00:00.000001Z")
            try await company.campaign("a", "at_risk", sent: Self.now)
            try await company.campaign("a", "at_risk", sent: "2026-06-01T12:00:00.000001Z")
            #expect(try await campaign(company).sent == 2)
        }
    }

    @Test("counts opens, clicks and responses up to the moment, each by what was sent")
    func responses() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.campaign("a", "at_risk", sent: "2026-05-20", opened: "2026-05-21", clicked: "2026-05-21", responded: Self.now)
            try await company.campaign(
                "a", "at_risk", sent: "2026-05-20", opened: "2026-05-21", clicked: "2026-06-02", responded: "2026-06-02")
            try await company.campaign("a", "at_risk", sent: "2026-05-20", opened: "2026-06-01T12:00:00.000001Z")
            let campaign = try await campaign(company)
            #expect(campaign.opened == Rate(part: 2, whole: 3, percent: Decimal(string: "66.67")))
            #expect(campaign.clicked == Rate(part: 1, whole: 3, percent: Decimal(string: "33.33")))
            #expect(campaign.responded == Rate(part: 1, whole: 3, percent: Decimal(string: "33.33")))
        }
    }

    @Test("matures when 30 days have passed, to the microsecond")
    func matured() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.campaign("a", "at_risk", sent: Self.ripe)
            try await company.campaign("a", "at_risk", sent: "2026-05-02T12:00:00.000001Z")
            let campaign = try await campaign(company)
            #expect(campaign.matured == 1)
            #expect(campaign.pending == 1)
        }
    }

    @Test("recovers where the score is higher after 30 days than it was when the message was sent")
    func recovery() async throws {
        try await Company.with { company in
            // Rises from 30 to 70 at the last moment, which is Healthy.
            try await company.customer("healthy")
            try await company.event("healthy", at: Self.ripe.replacing("05-02", with: "06-01"))
            // Rises from 30 to 55, which is not.
            try await company.customer("better")
            try await company.event("better", at: "2026-05-02T12:00:00.000001Z", "feature_adopted", feature: "api")
            // Stays, falls, and rises a moment too late.
            try await company.customer("same")
            try await company.customer("worse")
            try await company.ticket("worse", opened: "2026-05-10")
            try await company.customer("late")
            try await company.event("late", at: "2026-06-01T12:00:00.000001Z")
            // Has no score at the end, or at the beginning.
            try await company.customer("left", churned: "2026-05-20")
            try await company.customer("came", created: "2026-05-10")
            for id in ["healthy", "better", "same", "worse", "late", "left", "came"] {
                try await company.campaign(id, "at_risk", sent: Self.ripe)
            }
            let campaign = try await campaign(company)
            #expect(campaign.matured == 7)
            #expect(campaign.recovered == Rate(part: 2, whole: 5, percent: 40))
            #expect(campaign.recoveredToHealthy == Rate(part: 1, whole: 5, percent: 20))
            #expect(campaign.converted == nil)
        }
    }

    @Test("does not count a rise within Healthy as recovery to Healthy")
    func healthyBefore() async throws {
        try await Company.with { company in
            try await company.customer("a", lastLogin: Self.ripe)
            try await company.features("a", 1, at: Self.now)
            try await company.campaign("a", "critical", sent: Self.ripe)
            let campaign = try await campaign(company, .critical)
            #expect(campaign.recovered.part == 1)
            #expect(campaign.recoveredToHealthy.part == 0)
        }
    }

    /// When the customer left and came back, and whether that is a conversion of a message sent at ``ripe``.
    private static let returns: [(left: String, back: String?, converts: Bool)] = [
        ("2026-04-01", nil, false),
        ("2026-04-01", "2026-05-10", true),
        // The last moment of the 30 days, and the first after them.
        ("2026-04-01", now, true),
        ("2026-04-01", "2026-06-01T12:00:00.000001Z", false),
        // Ended at the moment of sending, and a moment after it.
        (ripe, "2026-05-10", true),
        ("2026-05-02T12:00:00.000001Z", "2026-05-10", false),
        // Back before it was sent.
        ("2026-04-01", "2026-05-01", false),
    ]

    @Test("converts those who had left and are active again within 30 days", arguments: returns)
    func conversion(each: (left: String, back: String?, converts: Bool)) async throws {
        try await Company.with { company in
            try await company.customer("a", churned: each.left)
            if let back = each.back { try await company.change("a", at: back, active: true) }
            try await company.campaign("a", "win_back", sent: Self.ripe)
            let converted = try await campaign(company, .winBack, asOf: "2026-06-01T12:00:00.000001Z").converted
            #expect(converted == Rate(part: each.converts ? 1 : 0, whole: 1, percent: each.converts ? 100 : 0))
        }
    }

    @Test("reaches a target by the counts, and says nothing of a rate that is unknown")
    func targets() async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.campaign("a", "at_risk", sent: "2026-05-20", responded: "2026-05-21")
            for _ in 1...4 { try await company.campaign("a", "at_risk", sent: "2026-05-20") }
            #expect(try await campaign(company).targets.map(\.isReached) == [true, nil])
            try await company.campaign("a", "at_risk", sent: "2026-05-20")
            #expect(try await campaign(company).targets.map(\.isReached) == [false, nil])
        }
    }

    @Test("does not reach a target by rounding", arguments: [(5_000, true), (4_999, false)])
    func exactTarget(part: Int, isReached: Bool) {
        // 4,999 of 25,000 are 19.996 %.
        #expect(Rate(part: part, whole: 25_000, percent: 20).reaches(20) == isReached)
    }
}
