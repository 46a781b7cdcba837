import CustomerMetrics
import Dashboards
import Domain
import Foundation
import Postgres
import Schema
import Testing

@testable import Reports

@Suite struct WeeklyReviewTests {
    @Test("the weekly review on the sample company reads as it was approved")
    func golden() async throws {
        try await SampledCompany.with(customers: 1200) { company in
            let document = try await company.ask { try await WeeklyReview.document(asOf: SampledCompany.now, on: $0) }
            try GoldenText.check(ReportMarkdown.text(document), "weekly.md")
            let keys = document.figures.map(\.key)
            #expect(Set(keys).count == keys.count, "two figures of one key cannot be compared")
            #expect(document.keyFigures.count == 6, "every key figure is one of a section")
            #expect(document.changed.allSatisfy { finding in document.sections.contains { $0.id == finding.section } })
            #expect(document.toDecide.allSatisfy { decision in document.sections.contains { $0.id == decision.section } })
        }
    }

    @Test("a company without facts has every section, each saying what is missing")
    func empty() async throws {
        try await ReportedCompany.with { company in
            let document = try await company.ask { try await WeeklyReview.document(asOf: SampledCompany.now, on: $0) }
            try GoldenText.check(ReportMarkdown.text(document), "weekly-empty.md")
            #expect(document.changed.isEmpty && document.toDecide.isEmpty)
            #expect(document.figures.allSatisfy { $0.verdict != .onTarget })
        }
    }

    @Test("a review of the past is what it was then, whatever has happened since")
    func reproducible() async throws {
        try await SampledCompany.with(customers: 250) { company in
            let then = moment("2026-05-04T07:00:00Z")
            let before = try await company.ask { try await WeeklyReview.document(asOf: then, on: $0) }
            try await company.customer("newcomer", created: "2026-05-20", tier: "enterprise", arr: 90_000)
            try await company.event("newcomer", "feature_adopted", "2026-05-21", feature: "novelty")
            try await company.pool.execute(
                """
                INSERT INTO mainstay.support_tickets (user_id, status, opened_at)
                SELECT u.user_id, 'open', '2026-05-06' FROM mainstay.users AS u, generate_series(1, 3)
                """)
            try await company.pool.execute(
                """
                INSERT INTO mainstay.retention_campaigns (user_id, campaign_type, sent_at, responded_at)
                SELECT u.user_id, 'critical', '2026-05-05', '2026-05-06' FROM mainstay.users AS u
                """)
            try await company.pool.execute(
                """
                UPDATE mainstay.users SET status = 'churned', churned_at = '2026-05-25'
                 WHERE user_id IN (SELECT u.user_id FROM mainstay.users AS u WHERE u.status = 'active' ORDER BY u.user_id LIMIT 20)
                """)
            let after = try await company.ask { try await WeeklyReview.document(asOf: then, on: $0) }
            #expect(try after.jsonText() == before.jsonText())
        }
    }

    @Test("figures have the digits of the metrics at the same moment")
    func agreesWithMetrics() async throws {
        try await SampledCompany.with(customers: 250) { company in
            let (document, health, retention, campaigns) = try await company.ask { connection in
                (
                    try await WeeklyReview.document(asOf: SampledCompany.now, on: connection),
                    try await HealthSummary.fetch(asOf: SampledCompany.now, on: connection),
                    try await Retention.fetch(asOf: SampledCompany.now, on: connection),
                    try await CampaignEffectiveness.fetch(asOf: SampledCompany.now, on: connection)
                )
            }
            let figures = Dictionary(uniqueKeysWithValues: document.figures.map { ($0.key, $0.value.number) })
            #expect(figures["health.average_score"] == health.averageScore)
            #expect(figures["health.critical"] == Decimal(health.critical.part))
            #expect(figures["retention.month_1.newest"] == retention.trend.first?.rate)
            #expect(figures["retention.month_over_month_decline"] == retention.monthOverMonthDecline)
            for campaign in campaigns.campaigns {
                #expect(figures["campaigns.\(campaign.type.rawValue).response_rate"] == campaign.responded.percent)
            }
            #expect(figures["campaigns.at_risk.recovery_rate"] == campaigns.campaigns.first?.recovered.percent)
        }
    }

    @Test("the five with the highest revenue below 50 points are told, with what moved them and what was tried")
    func attention() async throws {
        try await ReportedCompany.with { company in
            // 20 + 30: exactly 50, which is not below.
            try await company.customer("edge", arr: 99_000)
            try await company.event("edge", "login", "2026-05-20T00:00:00Z")
            for (id, arr) in [("a", 10), ("b", 20), ("c", 30), ("d", 40), ("e", 50), ("f", 60)] {
                try await company.customer(id, arr: Decimal(arr), name: id.uppercased())
            }
            try await company.customer("unknown", created: "2026-01-01")
            // Fell within the week from 40 + 30 + 5 to 20 + 10 + 5.
            try await company.event("f", "feature_adopted", "2026-05-25T00:00:00Z", feature: "export")
            try await company.ticket("f", opened: "2026-05-28", subject: "Cannot sign in")
            try await company.ticket("f", opened: "2026-05-29", subject: "Slow")
            try await company.message("f", "at_risk", variant: nil, sent: "2026-05-30", responded: "2026-06-02")
            let document = try await company.ask { try await WeeklyReview.document(asOf: moment("2026-06-01T07:00:00Z"), on: $0) }
            let section = try #require(document.sections.first { $0.id == "at-risk" })
            let items = section.blocks.flatMap { if case .items(let items) = $0 { items } else { [ReportItem]() } }
            #expect(items.map { $0.title.prefix(1) } == ["F", "E", "D", "C", "B"])
            #expect(items[0].title == "F: Critical, 35 (-40 in 7 days)")
            #expect(items[0].detail == "Basic, ARR 60.")
            #expect(items[0].points[0].hasPrefix("engagement -20: no activity for 7 days; support -20: ticket opened: Cannot sign in"))
            #expect(items[0].points[1] == "Last active on 2026-05-25; newest message: at-risk on 2026-05-30, not answered.")
            #expect(items[1].points == ["No change in 90 days.", "Never active; no campaign message was ever sent."])
            #expect(section.figures.map(\.value) == [.number(7), .number(210)])
        }
    }
}
