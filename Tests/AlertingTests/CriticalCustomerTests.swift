import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

/// Customers turn Critical at midnight (docs/alerts.md).
@Suite struct CriticalCustomerTests {
    private let midnight = Company.midnight

    @Test func itIsToldOnceWhenItHasLastedFiveMinutes() async throws {
        try await Company.open { company in
            try await company.criticalCustomers("acme", arr: 900)
            #expect(try await company.states() == [.pending])
            #expect(try await !company.isDue(at: midnight.adding(minutes: 5).adding(microseconds: -1)))
            try await company.tick(midnight.adding(minutes: 4))
            try await company.tick(midnight.adding(minutes: 5).adding(microseconds: -1))
            #expect(try await company.told() == [])
            #expect(try await company.isDue(at: midnight.adding(minutes: 5)))
            try await company.tick(midnight.adding(minutes: 5))
            try await company.tick(midnight.adding(minutes: 5))
            try await company.tick(midnight.adding(hours: 1))
            #expect(try await !company.isDue(at: midnight.adding(hours: 1)))
            let messages = try await company.messages()
            #expect(messages.map(\.sent) == [Company.Sent(kind: "fired", route: "critical", target: "#customer-success-urgent", alerts: 1)])
            let alert = try #require(try await company.alerts().first)
            #expect(alert.state == .firing && alert.firedAt == midnight.adding(minutes: 5))
            #expect(alert.answerBy == midnight.adding(minutes: 5).adding(hours: 24))
            let content = try #require(messages.first?.content)
            #expect(content.title == "Critical: acme")
            #expect(content.summary == "acme turned Critical at 2026-06-01 00:00 UTC and has stayed so for 5 minutes.")
            #expect(content.facts.contains(.init("Score", "Critical, 30 of 100, -20 in 7 days (engagement -20)")))
            #expect(content.facts.contains(.init("Revenue", "900 a year")))
            #expect(content.path == "/alerts/\(alert.id)" && content.acknowledges == alert.id)
            #expect(try await company.moves(alert.id).map(\.move) == ["opened", "fired"])
        }
    }

    @Test func whoRecoversWithinTheDelayIsNotToldOf() async throws {
        try await Company.open { company in
            let id = try await company.criticalCustomers("acme")[0]
            try await company.activity(id, midnight.adding(minutes: 4))
            try await company.rescore(midnight.adding(minutes: 4))
            try await company.tick(midnight.adding(minutes: 5))
            #expect(try await company.states() == [.suppressed])
            #expect(try await company.told() == [])
            let alert = try #require(try await company.alerts().first)
            #expect(try await company.moves(alert.id).map { "\($0.move) \($0.actor)" } == ["opened engine", "suppressed engine"])
        }
    }

    @Test func theDelayIsAParameter() async throws {
        try await Company.open { company in
            try await company.parameter("critical_alert_delay_minutes", "0")
            try await company.criticalCustomers("acme")
            try await company.tick(midnight)
            #expect(try await company.told() == ["fired critical"])
        }
    }

    @Test func severalAtOnceAreOneMessage() async throws {
        try await Company.open { company in
            for number in 1...12 { try await company.customer("c\(number)", arr: number * 100) }
            try await company.rescore(midnight.adding(days: -1))
            try await company.rescore(midnight)
            try await company.tick(midnight.adding(minutes: 5))
            let messages = try await company.messages()
            #expect(
                messages.map(\.sent) == [Company.Sent(kind: "fired", route: "critical", target: "#customer-success-urgent", alerts: 12)])
            let content = try #require(messages.first?.content)
            #expect(content.title == "12 customers turned Critical")
            #expect(content.sections.first?.items.map(\.title) == (3...12).reversed().map { "c\($0)" })
            #expect(content.sections.first?.items.first?.detail == "1,200 a year; Basic; 30 of 100, -20 in 7 days (engagement -20)")
            #expect(content.unlisted == 2 && content.acknowledges == nil)
            #expect(content.summary == "Together they bring 7,800 a year. The 10 with the highest revenue are listed.")
        }
    }

    @Test func recoveryResolvesAndTellsWhoWasTold() async throws {
        try await Company.open { company in
            let ids = try await company.criticalCustomers("acme", "bolt")
            try await company.tick(midnight.adding(minutes: 5))
            try await company.activity(ids[0], midnight.adding(hours: 2))
            try await company.churn(ids[1], midnight.adding(hours: 2))
            try await company.rescore(midnight.adding(hours: 2))
            // The alerts are over in the rescoring's transaction; the message is the next evaluation's.
            #expect(try await company.states() == [.resolved, .resolved])
            try await company.tick(midnight.adding(hours: 2))
            try await company.tick(midnight.adding(hours: 3))
            #expect(try await company.told() == ["fired critical", "resolved critical"])
            let content = try #require(try await company.messages().last?.content)
            #expect(Set(content.sections.first?.items.map(\.detail) ?? []) == ["no longer Critical", "no longer an active customer"])
        }
    }

    @Test func aCustomerWhoIsDeletedIsNoLongerCritical() async throws {
        try await Company.open { company in
            let id = try await company.criticalCustomers("acme")[0]
            try await company.tick(midnight.adding(minutes: 5))
            try await company.pool.execute("DELETE FROM mainstay.users WHERE user_id = \(id)")
            try await company.rescore(midnight.adding(hours: 1))
            try await company.tick(midnight.adding(hours: 1))
            #expect(try await company.told() == ["fired critical", "resolved critical"])
        }
    }

    @Test(arguments: [Int64(-1), 0])
    func within7DaysItIsKeptQuiet(microseconds: Int64) async throws {
        try await Company.open { company in
            let id = try await company.criticalCustomers("acme")[0]
            try await company.tick(midnight.adding(minutes: 5))
            let recovered = midnight.adding(hours: 1)
            try await company.activity(id, recovered)
            try await company.rescore(recovered)
            try await company.tick(recovered)
            // Back to what it was: the visit did not happen.
            try await company.pool.execute("DELETE FROM mainstay.usage_events WHERE user_id = \(id) AND occurred_at = \(recovered)")
            try await company.rescore(recovered.adding(days: 6))
            #expect(try await company.states() == [.resolved, .pending])
            try await company.tick(recovered.adding(days: 6).adding(hours: 1))
            #expect(try await company.alerts().first { $0.state == .pending }?.hold == .coolDown)
            try await company.tick(recovered.adding(days: 7).adding(microseconds: microseconds))
            let told = ["fired critical", "resolved critical"] + (microseconds < 0 ? [] : ["fired critical"])
            #expect(try await company.told() == told)
        }
    }

    @Test func whoWasNeverToldOfHasNoCoolDown() async throws {
        try await Company.open { company in
            let id = try await company.criticalCustomers("acme")[0]
            let visit = midnight.adding(minutes: 1)
            try await company.activity(id, visit)
            try await company.rescore(visit)
            try await company.pool.execute("DELETE FROM mainstay.usage_events WHERE user_id = \(id) AND occurred_at = \(visit)")
            try await company.rescore(midnight.adding(minutes: 2))
            try await company.tick(midnight.adding(minutes: 7))
            #expect(try await company.states() == [.suppressed, .firing])
        }
    }

    @Test func theFirstScoresOfAllRaiseNothingAndLaterFirstOnesDo() async throws {
        try await Company.open { company in
            try await company.customer("acme")
            try await company.rescore(midnight.adding(hours: 1))
            #expect(try await company.states() == [])
            try await company.customer("bolt")
            try await company.rescore(midnight.adding(hours: 2))
            #expect(try await company.alerts().map(\.about) == ["bolt"])
            try await company.tick(midnight.adding(hours: 2).adding(minutes: 5))
            #expect(try await company.told() == ["fired critical"])
        }
    }

    @Test func tenThousandAtOnceAreOneMessage() async throws {
        try await Company.open { company in
            try await company.pool.execute(
                """
                INSERT INTO mainstay.users (user_id, name, created_at, subscription_tier, arr)
                SELECT gen_random_uuid(), 'Customer ' || n, \(midnight.adding(days: -90)), 'basic', n % 9000 FROM generate_series(1, 10000) AS n
                """)
            try await company.pool.execute(
                """
                INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at)
                SELECT user_id, 'page_view', \(midnight.adding(days: -30)) FROM mainstay.users
                """)
            try await company.rescore(midnight.adding(days: -1))
            let clock = ContinuousClock()
            let rescored = try await clock.measure { try await company.rescore(midnight) }
            let told = try await clock.measure { try await company.tick(midnight.adding(minutes: 5)) }
            try await company.pool.execute(
                "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) SELECT user_id, 'page_view', \(midnight.adding(hours: 1)) FROM mainstay.users"
            )
            let recovered = try await clock.measure { try await company.rescore(midnight.adding(hours: 1)) }
            let over = try await clock.measure { try await company.tick(midnight.adding(hours: 1)) }
            print("10,000 customers: rescored in \(rescored), told in \(told); recovered in \(recovered), told in \(over)")
            #expect(try await company.messages().map(\.sent).map { "\($0.kind) \($0.alerts)" } == ["fired 10000", "resolved 10000"])
            let count: Int? = try await company.pool.query("SELECT count(*) AS n FROM mainstay.alerts WHERE state = 'resolved'").first?["n"]
            #expect(count == 10_000)
        }
    }
}
