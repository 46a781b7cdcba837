import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

/// Who has an alert in hand, and what happens when nobody does.
@Suite struct OwnershipTests {
    private let fired = Company.midnight.adding(minutes: 5)

    @discardableResult
    private func firing(_ company: Company, _ names: String...) async throws -> [Int64] {
        for name in names { try await company.customer(name) }
        try await company.rescore(Company.midnight.adding(days: -1))
        try await company.rescore(Company.midnight)
        try await company.tick(fired)
        return try await company.alerts().map(\.id)
    }

    @Test func acknowledgingStopsTheClock() async throws {
        try await Company.open { company in
            let id = try await firing(company, "acme")[0]
            let alert = try await company.desk.acknowledge(id, by: "user:anna", reason: "calling them", now: fired.adding(hours: 1))
            #expect(alert.state == .acknowledged && alert.acknowledgedAt == fired.adding(hours: 1))
            // The link in the message is clicked twice.
            try await company.desk.acknowledge(id, by: "link:critical", now: fired.adding(hours: 2))
            try await company.tick(fired.adding(hours: 48))
            try await company.tick(fired.adding(days: 30))
            #expect(try await company.told() == ["fired critical"])
            #expect(
                try await company.moves(id).map { "\($0.move) \($0.actor) \($0.reason ?? "")" }.last
                    == "acknowledged user:anna calling them")
        }
    }

    @Test func whoAcknowledgesHasItUnlessItWasGivenToSomebody() async throws {
        try await Company.open { company in
            let ids = try await firing(company, "acme", "bolt", "coil", "dyno")
            let hour = fired.adding(hours: 1)
            #expect(try await company.desk.acknowledge(ids[0], by: "user:anna", now: hour).assignee == "anna")
            try await company.desk.assign(ids[1], to: "berta", by: "user:anna", now: hour)
            #expect(try await company.desk.acknowledge(ids[1], by: "link:carl", now: hour).assignee == "berta")
            #expect(try await company.desk.acknowledge(ids[2], by: "link:unnamed", now: hour).assignee == nil)
            // Nobody has checked that it was Dora: it does not read as if it were her account.
            #expect(try await company.desk.acknowledge(ids[3], by: "link:dora", now: hour).assignee == "dora (by the link)")
            // A second time changes nothing.
            #expect(try await company.desk.acknowledge(ids[2], by: "user:anna", now: hour).assignee == nil)
        }
    }

    @Test func unansweredFor48HoursGoesUp() async throws {
        try await Company.open { company in
            try await company.pool.execute("UPDATE mainstay.routes SET repeat_hours = NULL")
            let id = try await firing(company, "acme")[0]
            let customer = CustomerID(source: "acme").uuid
            try await company.pool.execute(
                """
                INSERT INTO mainstay.retention_campaigns (campaign_type, user_id, sent_at, opened_at, status)
                VALUES ('critical', \(customer), \(fired.adding(hours: 1)), \(fired.adding(hours: 2)), 'active')
                """)
            try await company.tick(fired.adding(hours: 48).adding(microseconds: -1))
            #expect(try await company.told() == ["fired critical"])
            #expect(try await company.isDue(at: fired.adding(hours: 48)))
            try await company.tick(fired.adding(hours: 48))
            try await company.tick(fired.adding(hours: 96))
            #expect(
                try await company.told() == [
                    "fired critical", "escalated critical-escalation-email", "escalated critical-escalation-slack",
                ])
            let content = try #require(try await company.messages().last?.content)
            #expect(content.title == "Unanswered for 48 hours: acme is Critical")
            #expect(content.sections.map(\.heading) == ["History", "What was tried"])
            #expect(content.sections.first?.items.first?.detail == "Critical with 30 points, from At-Risk with 50")
            #expect(content.sections.last?.items.map(\.detail) == ["critical message, opened, not answered"])
            #expect(content.acknowledges == id)
            #expect(try await company.messages().last?.sent.target == "@chairman")
        }
    }

    /// Whoever is called after two days must see what the others did in them.
    @Test func anEscalationSaysWhatPeopleDid() async throws {
        try await Company.open { company in
            let id = try await firing(company, "acme")[0]
            let desk = company.desk
            try await desk.comment(id, "called, nobody answers", by: "cli:eve", now: fired.adding(hours: 2))
            try await desk.assign(id, to: "anna", by: "user:eve", reason: "knows them", now: fired.adding(hours: 3))
            try await company.tick(fired.adding(hours: 24))
            for number in 1...9 {
                try await desk.comment(
                    id, "\(number)" + String(repeating: "x", count: 500), by: "web",
                    now: fired.adding(hours: 25).adding(minutes: Int64(number)))
            }
            try await company.tick(fired.adding(hours: 48))
            let content = try #require(try await company.messages().last?.content)
            let tried = try #require(content.sections.first { $0.heading == "What was tried" })
            let details = tried.items.map(\.detail)
            // The newest ten of all: that it was told again twice, nine comments.
            #expect(details.count == 10)
            #expect(details.first == "the team was told again 2 times")
            #expect(details[1] == "comment: 9" + String(repeating: "x", count: 289) + "…")
            try await company.pool.execute("DELETE FROM mainstay.alert_moves WHERE reason LIKE '_xxx%'")
            let matter = MessageOrder.Matter(kind: .escalated, rule: .criticalCustomer, alerts: [id])
            let few = try await company.pool.withConnection {
                try await AlertMessage.fetch(matter, asOf: fired.adding(hours: 48), on: $0).content
            }
            #expect(
                few.sections.last?.items.map(\.detail) == [
                    "the team was told again 2 times", "assigned by eve to anna: knows them", "comment by eve: called, nobody answers",
                ])
        }
    }

    @Test func anEscalationOfAFigureSaysItToo() async throws {
        try await Company.open { company in
            let now = Company.midnight
            try await company.rescore(now)
            try await company.evaluate(now.adding(hours: 49))
            let id = try #require(try await company.alerts(.systemDegraded).first?.id)
            try await company.desk.comment(id, "the disk is full", by: "user:eve", now: now.adding(hours: 50))
            let matter = MessageOrder.Matter(kind: .escalated, rule: .systemDegraded, alerts: [id])
            let content = try await company.pool.withConnection {
                try await AlertMessage.fetch(matter, asOf: now.adding(hours: 51), on: $0).content
            }
            #expect(content.sections.map(\.heading) == ["What was tried"])
            #expect(content.sections.first?.items.map(\.detail) == ["comment by eve: the disk is full"])
        }
    }

    @Test func whoStillFiresIsRepeatedQuietly() async throws {
        try await Company.open { company in
            try await firing(company, "acme")
            try await company.tick(fired.adding(hours: 24).adding(microseconds: -1))
            #expect(try await company.told() == ["fired critical"])
            try await company.tick(fired.adding(hours: 24))
            try await company.tick(fired.adding(hours: 25))
            #expect(try await company.told() == ["fired critical", "repeated critical"])
        }
    }

    @Test func aRepeatTakesAlongWhatIsHalfDue() async throws {
        try await Company.open { company in
            try await company.customer("bolt", criticalAt: Company.midnight.adding(hours: 12))
            try await company.customer("cask", criticalAt: Company.midnight.adding(hours: 13))
            try await firing(company, "acme")
            try await company.rescore(Company.midnight.adding(hours: 13))
            for hours: Int64 in [12, 13] { try await company.tick(fired.adding(hours: hours)) }
            try await company.tick(fired.adding(hours: 24))
            #expect(try await company.messages().map { "\($0.sent.kind) \($0.sent.alerts)" } == ["fired 1", "fired 2", "repeated 1"])
            // The two were told at 13:05; what is due a day later takes acme along, of whom was told 13 hours before.
            try await company.tick(fired.adding(hours: 36))
            #expect(try await company.messages().count == 3)
            try await company.tick(fired.adding(hours: 37))
            #expect(try await company.messages().last.map { "\($0.sent.kind) \($0.sent.alerts)" } == "repeated 3")
        }
    }

    /// A route that repeats often keeps no other from its own time, and neither does an escalation.
    @Test func eachRouteRepeatsInItsOwnTime() async throws {
        try await Company.open { company in
            var edit = RouteEdit()
            (edit.rule, edit.channel, edit.target) = (.criticalCustomer, .webhook, "https://example.com/hook")
            edit.repeatHours = .some(Decimal(10))
            try await company.routes.set("hook", edit, by: "user:anna", why: nil, now: Company.midnight)
            try await firing(company, "acme")
            var told: [String] = []
            for hours: Int64 in 1...60 {
                let before = try await company.messages().count
                try await company.tick(fired.adding(hours: hours))
                told += try await company.told().dropFirst(before).map { "\(hours) \($0)" }
            }
            #expect(
                told == [
                    "10 repeated hook", "20 repeated hook", "24 repeated critical", "30 repeated hook", "40 repeated hook",
                    "48 repeated critical", "48 escalated critical-escalation-email", "48 escalated critical-escalation-slack",
                    "50 repeated hook", "60 repeated hook",
                ])
        }
    }

    /// Whoever shortens the Chairman's time means what fires already, too.
    @Test func aChangedTimeOfEscalationCountsForWhatFires() async throws {
        try await Company.open { company in
            try await company.pool.execute("UPDATE mainstay.routes SET repeat_hours = NULL")
            try await firing(company, "acme")
            try await company.pool.execute("UPDATE mainstay.parameters SET value = '24' WHERE name = 'chairman_escalation_hours'")
            try await company.evaluate(fired.adding(hours: 1))
            #expect(try await !company.isDue(at: fired.adding(hours: 24).adding(microseconds: -1)))
            #expect(try await company.isDue(at: fired.adding(hours: 24)))
            try await company.tick(fired.adding(hours: 24))
            #expect(try await company.told().contains("escalated critical-escalation-slack"))
        }
    }

    @Test func assigningAndCommentingLeaveTheClockRunning() async throws {
        try await Company.open { company in
            let id = try await firing(company, "acme")[0]
            let alert = try await company.desk.assign(id, to: " berta ", by: "user:anna", now: fired.adding(hours: 1))
            #expect(alert.assignee == "berta" && alert.state == .firing)
            try await company.desk.comment(id, "left a message", by: "user:berta", now: fired.adding(hours: 2))
            #expect(try await company.moves(id).map(\.move) == ["opened", "fired", "assigned", "commented"])
            #expect(alert.isOverdue(at: fired.adding(hours: 24)) == false)
            #expect(alert.isOverdue(at: fired.adding(hours: 24).adding(microseconds: 1)))
        }
    }

    @Test func whatAPersonClosesOpensAgainOnlyAfterItWasOver() async throws {
        try await Company.open { company in
            try await company.customer("acme", arr: 10_000, criticalAt: Company.midnight)
            try await company.rescore(Company.midnight.adding(days: -1))
            try await company.evaluate(Company.midnight.adding(days: -1))
            let id = try #require(try await company.alerts(.highValueAtRisk).first?.id)
            try await company.desk.resolve(id, by: "user:anna", reason: "they are fine", now: Company.midnight.adding(hours: -2))
            try await company.evaluate(Company.midnight.adding(hours: -1))
            #expect(try await company.states(.highValueAtRisk) == [.resolved])
            #expect(try await company.told().filter { $0.hasPrefix("resolved") }.count == 2)
            #expect(try await company.messages().last?.content.summary.contains("closed by user:anna: they are fine") == true)
            // It recovers, and falls again after more than 7 days.
            let customer = CustomerID(source: "acme").uuid
            try await company.activity(customer, Company.midnight)
            try await company.rescore(Company.midnight)
            try await company.evaluate(Company.midnight)
            try await company.rescore(Company.midnight.adding(days: 20))
            try await company.evaluate(Company.midnight.adding(days: 20))
            #expect(try await company.states(.highValueAtRisk) == [.resolved, .firing])
        }
    }

    @Test func whoLeavesIsNotSaidToHaveRecovered() async throws {
        try await Company.open { company in
            let customer = try await company.customer("acme", arr: 10_000)
            try await company.rescore(Company.midnight)
            try await company.evaluate(Company.midnight)
            #expect(try await company.states(.highValueAtRisk) == [.firing])
            try await company.churn(customer, Company.midnight.adding(hours: 1))
            try await company.rescore(Company.midnight.adding(hours: 1))
            try await company.evaluate(Company.midnight.adding(hours: 1))
            let ended = try await company.messages().filter { $0.sent.kind == "resolved" }
            #expect(
                ended.count == 2 && ended.allSatisfy { $0.content.summary.localizedCaseInsensitiveContains("no longer an active customer") }
            )
        }
    }

    @Test func nothingIsDoneWithWhatIsOverOrUnknown() async throws {
        try await Company.open { company in
            let id = try await firing(company, "acme")[0]
            try await company.desk.resolve(id, by: "cli:root", reason: "test", now: fired)
            await #expect(throws: AlertError.alertClosed(id, .resolved)) {
                try await company.desk.acknowledge(id, by: "cli:root", now: fired)
            }
            await #expect(throws: AlertError.alertUnknown(99)) { try await company.desk.acknowledge(99, by: "cli:root", now: fired) }
            await #expect(throws: AlertError.textMissing("reason")) {
                try await company.desk.resolve(id, by: "cli:root", reason: " ", now: fired)
            }
            try await company.desk.comment(id, "for the record", by: "cli:root", now: fired)
        }
    }
}
