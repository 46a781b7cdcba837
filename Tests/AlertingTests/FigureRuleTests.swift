import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

/// Each rule of figures at its edge.
@Suite struct FigureRuleTests {
    private let now = time("2026-06-10T12:00:00Z")

    private func answers(_ company: Company, promoters: Int, passives: Int = 0, detractors: Int, at moment: Moment) async throws {
        try await company.pool.execute(
            """
            INSERT INTO mainstay.nps_surveys (user_id, score, responded_at, created_at)
            SELECT gen_random_uuid(), s.score, \(moment), \(moment)
              FROM (VALUES (10, \(promoters)), (8, \(passives)), (0, \(detractors))) AS s (score, answers), generate_series(1, s.answers)
            """)
    }

    @Test(arguments: [(50, 0, 50, false), (49, 1, 50, true), (49, 0, 50, false)])
    func npsBelowZeroOfEnoughAnswers(promoters: Int, passives: Int, detractors: Int, fires: Bool) async throws {
        try await Company.open { company in
            try await answers(company, promoters: promoters, passives: passives, detractors: detractors, at: now.adding(days: -1))
            try await company.evaluate(now)
            #expect(try await company.told() == (fires ? ["fired nps-negative"] : []))
            guard fires else { return }
            let message = try #require(try await company.messages().first)
            #expect(message.sent.target == "@chairman")
            #expect(message.content.title == "NPS is negative: -1.00")
            #expect(message.content.facts.contains(.init("Responses", "100")))
            #expect(message.content.facts.contains(.init("Answer by", "at once")))
            // What cannot be known ends nothing; what is known to be over does.
            try await company.evaluate(now.adding(days: 29).adding(hours: -1))
            #expect(try await company.states(.npsNegative) == [.firing])
            try await company.pool.execute("DELETE FROM mainstay.nps_surveys WHERE score = 0")
            try await company.evaluate(now.adding(hours: 2))
            #expect(try await company.states(.npsNegative) == [.firing])
            try await answers(company, promoters: 100, detractors: 0, at: now.adding(hours: 2))
            try await company.evaluate(now.adding(hours: 3))
            #expect(try await company.states(.npsNegative) == [.resolved])
            #expect(try await company.told().last == "resolved nps-negative")
        }
    }

    /// Who is told again hears how it stands by then.
    @Test func aRepeatSpeaksOfTheFiguresOfItsTime() async throws {
        try await Company.open { company in
            try await answers(company, promoters: 50, detractors: 51, at: now.adding(hours: -1))
            try await company.evaluate(now)
            try await answers(company, promoters: 0, detractors: 300, at: now.adding(hours: 1))
            try await company.evaluate(now.adding(hours: 2))
            try await company.tick(now.adding(hours: 168))
            let titles = try await company.messages().map(\.content.title)
            #expect(titles.count == 2)
            #expect(titles.first == "NPS is negative: -0.99")
            #expect(titles.last?.contains("-75.06") == true)
            let id = try #require(try await company.alerts(.npsNegative).first?.id)
            #expect(try await company.moves(id).first?.reason == "NPS is -0.99 of 101 responses")
        }
    }

    @Test(arguments: [(60, 20, false), (59, 20, true)])
    func npsMoreThan10Below30DaysBefore(promoters: Int, detractors: Int, fires: Bool) async throws {
        try await Company.open { company in
            // 50 before; 40 and 39 now.
            try await answers(company, promoters: 70, passives: 10, detractors: 20, at: now.adding(days: -40))
            try await answers(
                company, promoters: promoters, passives: 100 - promoters - detractors, detractors: detractors, at: now.adding(days: -1))
            try await company.evaluate(now)
            #expect(
                try await company.told() == (fires ? ["escalated nps-drop-escalation-email", "escalated nps-drop-escalation-slack"] : []))
        }
    }

    @Test(arguments: [(15, false), (16, true)]) func retentionMoreThan15PercentDown(lost: Int, fires: Bool) async throws {
        try await Company.open { company in
            for (month, retained) in [("2026-03-05T00:00:00Z", 100), ("2026-04-05T00:00:00Z", 100 - lost)] {
                try await company.pool.execute(
                    """
                    WITH made AS (INSERT INTO mainstay.users (user_id, created_at, last_login)
                                  SELECT gen_random_uuid(), \(time(month)), CASE WHEN n <= \(retained) THEN \(time(month).adding(days: 40)) END
                                    FROM generate_series(1, 100) AS n RETURNING user_id)
                    SELECT count(*) FROM made
                    """)
            }
            try await company.rescore(now)
            try await company.evaluate(now)
            #expect(
                try await company.told()
                    == (fires ? ["fired retention", "escalated retention-escalation-email", "escalated retention-escalation-slack"] : []))
            guard fires else { return }
            #expect(try await company.messages().first?.content.title == "Retention of the cohort 2026-04 fell by 16.00 %")
        }
    }

    @Test func theSystemIsDegradedAndMends() async throws {
        try await Company.open { company in
            // An installation that never scored anybody is new, not degraded.
            try await company.evaluate(now)
            #expect(try await company.told() == [])
            try await company.rescore(now)
            try await company.evaluate(now.adding(hours: 48))
            #expect(try await company.told() == [])
            try await company.evaluate(now.adding(hours: 49))
            #expect(try await company.told() == ["fired system"])
            // Two checks that found it so are not three.
            for hours: Int64 in [50, 51, 52] {
                try await company.pool.execute(
                    "INSERT INTO mainstay.system_health_log (check_timestamp, component, status) VALUES (\(now.adding(hours: hours)), 'scores', 'degraded')"
                )
                try await company.evaluate(now.adding(hours: hours))
            }
            #expect(try await company.told() == ["fired system", "escalated system-escalation"])
            #expect(try await company.alerts(.systemDegraded).first?.escalatedAt == now.adding(hours: 52))
            let content = try #require(try await company.messages().last?.content)
            #expect(content.summary.hasSuffix("The newest 3 checks of the system all found it so.") && content.sections == [])
            try await company.rescore(now.adding(hours: 53))
            try await company.evaluate(now.adding(hours: 53))
            #expect(try await company.told().suffix(2) == ["resolved system", "resolved system-escalation"])
        }
    }

    @Test func exactlyThreeSyncsFailedInARow() async throws {
        try await Company.open { company in
            for (hour, status) in [(1, "success"), (2, "error"), (3, "partial")] as [(Int64, String)] {
                try await sync(company, hour, status)
            }
            try await company.evaluate(now.adding(hours: 3))
            #expect(try await company.told() == [])
            try await sync(company, 4, "error")
            try await company.evaluate(now.adding(hours: 4))
            #expect(try await company.messages().map(\.sent.target) == ["ops@company.com"])
            #expect(try await company.messages().first?.content.title == "3 CRM syncs in a row failed")
            try await sync(company, 5, "success")
            try await company.evaluate(now.adding(hours: 5))
            #expect(try await company.told() == ["fired crm", "resolved crm"])
        }
    }

    private func sync(_ company: Company, _ hour: Int64, _ status: String) async throws {
        try await company.pool.execute(
            "INSERT INTO mainstay.crm_sync_log (synced_at, status, error_message) VALUES (\(now.adding(hours: hour)), \(status), 'no answer')"
        )
    }

    @Test(arguments: [(9_999, false), (10_000, true)]) func highValueAtRiskGoesUpAtOnce(arr: Int, fires: Bool) async throws {
        try await Company.open { company in
            try await company.customer("acme", arr: arr, tier: "enterprise", criticalAt: now.adding(days: 1))
            try await company.rescore(now)
            try await company.evaluate(now)
            try await company.evaluate(now.adding(hours: 1))
            #expect(
                try await company.told()
                    == (fires ? ["escalated high-value-escalation-email", "escalated high-value-escalation-slack"] : []))
            guard fires else { return }
            #expect(try await company.messages().first?.content.title == "High-value customer at risk: acme is At-Risk")
            // At-Risk turns Critical: it is the same alert still.
            try await company.rescore(now.adding(days: 1))
            try await company.evaluate(now.adding(days: 1))
            #expect(try await company.states(.highValueAtRisk) == [.firing])
        }
    }

    @Test func aReconcileThatFoundDifferences() async throws {
        try await Company.open { company in
            for (day, differences) in [(0, 0), (1, 1), (2, 0)] as [(Int64, Int)] {
                let moment = now.adding(days: day)
                try await company.pool.execute(
                    """
                    INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, differences) VALUES ('full', \(moment), \(moment), \(differences))
                    """)
                try await company.evaluate(moment)
            }
            #expect(try await company.told() == ["fired reconcile", "resolved reconcile"])
        }
    }

    @Test func aMessageThatWasGivenUp() async throws {
        try await Company.open { company in
            try await company.criticalCustomers("acme")
            let fired = Company.midnight.adding(minutes: 5)
            try await company.tick(fired)
            try await company.pool.execute("UPDATE mainstay.messages SET state = 'failed', last_error = 'no such webhook'")
            try await company.evaluate(fired.adding(minutes: 1))
            #expect(try await company.told() == ["fired critical", "fired delivery-email", "fired delivery-slack"])
            #expect(try await company.messages().last?.content.title == "Messages to #customer-success-urgent are not delivered")
            // That these fail as well is not told by messages of the same fate.
            try await company.pool.execute("UPDATE mainstay.messages SET state = 'dead'")
            try await company.evaluate(fired.adding(minutes: 2))
            #expect(try await company.told().count == 3)
            try await company.pool.execute("UPDATE mainstay.messages SET state = 'sent' WHERE rule = 'critical_customer'")
            try await company.evaluate(fired.adding(minutes: 3))
            #expect(try await company.states(.deliveryFailed) == [.resolved])
        }
    }
}
