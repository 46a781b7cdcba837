import CustomerMetrics
import Domain
import Foundation
import Health
import Intake
import Postgres
import TestSupport
import Testing

@testable import Rhythm

/// 2026-03-02 is a Monday.
@Suite("The weekly digest")
struct DigestTests {
    private static let monday = "2026-03-02T09:00:00Z"

    /// At nine on March 2: `drop` fell from Healthy to At-Risk, `down` from At-Risk to Critical, `up` recovered, `new` began, `gone` left.
    private func fill(_ company: Company) async throws {
        try await company.refreshed(from: "2026-01-01", to: "2026-01-01T00:01:00Z")
        for (id, arr) in [("drop", 5_000), ("down", 9_000), ("up", 700), ("fine", 100)] {
            try await company.customer(id, arr: Decimal(arr))
            try await company.features(id, 4, at: "2025-02-01")
        }
        try await company.customer("new", created: "2026-03-01")
        try await company.customer("gone", arr: 40, churned: "2026-02-27")
        for id in ["up", "fine"] { try await company.active(id, at: "2026-03-02T08:00:00Z") }
        try await company.active("fine", at: "2026-02-23T08:00:00Z")
        // Healthy with 40 + 30 + 20; now At-Risk with 20 + 10 + 20.
        try await company.active("drop", at: "2026-02-23T08:00:00Z")
        try await company.ticket("drop", opened: "2026-02-27", subject: "Cannot sign in")
        try await company.ticket("drop", opened: "2026-02-28", subject: "Export fails")
        // At-Risk with 20 + 0 + 20, and after thirty days Critical.
        try await company.active("down", at: "2026-01-31T09:00:00Z")
        for _ in 1...3 { try await company.ticket("down", opened: "2026-02-01", subject: "Slow") }
    }

    @Test("has the figures of the questions, and says what moved each customer")
    func figures() async throws {
        try await Company.with { company in
            try await fill(company)
            let now = at(Self.monday)
            let digest = try await company.ask { try await WeeklyDigest.fetch(asOf: now, on: $0) }
            let (summary, before, list, segments) = try await company.ask { connection in
                (
                    try await HealthSummary.fetch(asOf: now, on: connection),
                    try await HealthSummary.fetch(asOf: now.adding(days: -7), on: connection),
                    try await AtRiskByARR.fetch(asOf: now, limit: 25, on: connection),
                    try await SegmentHealth.fetch(asOf: now, on: connection)
                )
            }
            #expect(digest.now.health == summary)
            #expect(digest.before.health == before)
            #expect(digest.now.arrAtRisk == segments.segments.map(\.arrAtRisk).reduce(0, +))
            #expect(digest.entries.map(\.customer.id.shown) == ["down", "drop", "new"])
            #expect(digest.entries.map(\.score) == list.entries.map(\.score))
            #expect(digest.entries.map(\.explanation.points) == list.entries.map { $0.change ?? $0.score })
            #expect(digest.moves.customers(from: .healthy, to: .atRisk) == 1)
            #expect(StatusMoves.Group.allCases.map { digest.moves.customers($0) } == [2, 1, 0, 1, 1])
            // Whoever came and went accounts for the difference.
            #expect(
                digest.now.needAttention - digest.before.needAttention
                    == digest.moves.customers(.new) - digest.moves.customers(.recovered) - digest.moves.customers(.left))

            let message = digest.message(week: CivilDate(of: now))
            #expect(message.title == "At-risk digest, week of 2026-03-02: 3 customers with ARR 14,000")
            #expect(message.summary == "1 At-Risk and 2 Critical of 5 customers. Since a week ago 2 are new, 1 recovered.")
            #expect(message.facts.first { $0.name == "ARR at risk" }?.value == "14,000, a week ago 9,740")
            #expect(
                message.sections.map(\.heading) == [
                    "At-Risk and Critical, the highest ARR first", "New since last week: 2", "Turned from At-Risk to Critical: 1",
                    "Recovered since last week: 1", "Left since last week: 1",
                ])
            let first = try #require(message.sections.first)
            #expect(first.items[0].title == "Down: Critical, 20 (-20)")
            #expect(first.items[0].detail == "ARR 9,000. engagement -20: no activity for 30 days")
            #expect(first.items[1].title == "Drop: At-Risk, 50 (-40)")
            #expect(
                first.items[1].detail
                    == "ARR 5,000. engagement -20: no activity for 7 days; support -20: ticket opened: Cannot sign in, ticket opened: Export fails"
            )
            #expect(first.items[2].detail == "ARR not known. New within the week.")
            #expect(first.items[0].path == "/customers/\(CustomerID(source: "down").uuid.uuidString.lowercased())")
            #expect(message.sections[1].paragraphs == ["1 from Healthy to At-Risk, 1 began within the week."])
            #expect(message.allUnlisted == 0)
        }
    }

    @Test("says whether health rises or falls, week by week")
    func trend() async throws {
        try await Company.with { company in
            try await fill(company)
            let now = at(Self.monday)
            func kept(_ day: String, _ score: String?, _ healthy: Int, _ atRisk: Int, _ critical: Int) async throws {
                try await company.pool.execute(
                    """
                    INSERT INTO mainstay.daily_figures (day, segment, customers, average_score, healthy, at_risk, critical)
                    VALUES (\(day)::date, 'All', \(healthy + atRisk + critical), \(score)::numeric, \(healthy), \(atRisk), \(critical))
                    """)
            }
            func digest() async throws -> WeeklyDigest { try await company.ask { try await WeeklyDigest.fetch(asOf: now, on: $0) } }
            #expect(try await digest().trend == [])
            try await kept("2026-03-02", "61.5", 2, 1, 2)
            try await kept("2026-03-01", "99", 9, 0, 0)
            #expect(
                try await digest().message(week: CivilDate(of: now)).sections.first?.heading.hasPrefix("At-Risk") == true,
                "one week is no trend")
            // Of a week the newest day that was kept; none of the week before; and the day before the eight weeks is not looked at.
            try await kept("2026-02-21", "70", 3, 2, 0)
            try await kept("2026-01-06", "72.25", 3, 1, 0)
            try await kept("2026-01-05", "10", 0, 0, 3)
            let message = try await digest().message(week: CivilDate(of: now))
            let section = try #require(message.sections.first)
            #expect(section.heading == "Week by week")
            #expect(
                section.paragraphs == [
                    "Since 2026-01-06 the average score fell from 72.25 to 61.50, Healthy fell from 3 to 2, At-Risk stayed at 1, Critical rose from 0 to 2."
                ])
            #expect(
                section.items.map { "\($0.title): \($0.detail)" } == [
                    "2026-03-02: average 61.50: 2 Healthy, 1 At-Risk, 2 Critical",
                    "2026-02-21: average 70.00: 3 Healthy, 2 At-Risk, 0 Critical",
                    "2026-01-06: average 72.25: 3 Healthy, 1 At-Risk, 0 Critical",
                ])
            #expect(try await digest().json.text().contains("\"trend\":[{\"day\":\"2026-03-02\""))
        }
    }

    @Test("goes to its recipients once, and the week is on record")
    func once() async throws {
        try await Company.with { company in
            try await fill(company)
            let digests = Digests(pool: company.pool)
            guard case .skipped(let missed, _) = try await digests.runIfDue(now: at("2026-03-02T08:59:59.999999Z")) else {
                Issue.record("before its moment only the week before is missing")
                return
            }
            #expect(missed.description == "2026-02-23")
            #expect(try await digests.runIfDue(now: at("2026-03-02T08:59:59.999999Z")) == .notDue)
            try await company.set("at_risk_digest_recipients", "a@example.com, b@example.com")
            guard case .sent(let week, let ids) = try await digests.runIfDue(now: at(Self.monday)) else {
                Issue.record("nothing was sent")
                return
            }
            #expect(week.description == "2026-03-02")
            #expect(ids.count == 1)
            for later in [Self.monday, "2026-03-02T23:59:59Z", "2026-03-05T12:00:00Z"] {
                #expect(try await digests.runIfDue(now: at(later)) == .notDue)
            }
            let messages = try await company.messages()
            #expect(messages.count == 1)
            #expect(messages.first?.channel == "email")
            #expect(messages.first?.target == "a@example.com, b@example.com")
            #expect(messages.first?.kind == "digest")
            #expect(messages.first?.subject == "digest:2026-03-02")
            #expect(messages.first?.content.severity == "low")
            #expect(try await company.digests().last == "2026-03-02 sent")
            guard case .sent = try await digests.runIfDue(now: at("2026-03-09T09:00:00Z")) else {
                Issue.record("the next week's was not sent")
                return
            }
        }
    }

    @Test("is sent once by two servers at the same time")
    func twoServers() async throws {
        try await Company.with { company in
            try await fill(company)
            let other = Pool(company.database.configuration)
            let outcomes = try await withThrowingTaskGroup(of: Digests.Outcome.self) { group in
                for pool in [company.pool, other, company.pool, other] {
                    group.addTask { try await Digests(pool: pool).runIfDue(now: at(Self.monday)) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            await other.close()
            #expect(outcomes.count { if case .sent = $0 { true } else { false } } == 1)
            #expect(try await company.messages().count == 1)
        }
    }

    @Test("is made up within the day, and afterwards skipped, which the next one says")
    func missed() async throws {
        try await Company.with { company in
            try await fill(company)
            let digests = Digests(pool: company.pool)
            guard case .skipped(let week, _) = try await digests.runIfDue(now: at("2026-03-03T00:00:00Z")) else {
                Issue.record("it was not skipped")
                return
            }
            #expect(week.description == "2026-03-02")
            #expect(try await digests.runIfDue(now: at("2026-03-04")) == .notDue)
            #expect(try await company.digests() == ["2026-03-02 skipped: no server made it on its day"])
            #expect(try await company.messages().isEmpty)
            guard case .sent = try await digests.runIfDue(now: at("2026-03-09T23:59:59.999999Z")) else {
                Issue.record("it was not made up")
                return
            }
            let message = try #require(try await company.messages().first)
            #expect(
                message.content.sections.last?.paragraphs
                    == ["The digest of the week of 2026-03-02 was skipped: no server made it on its day."])
        }
    }

    @Test("follows a changed day and hour, and one that was sent is not sent again")
    func changedParameters() async throws {
        try await Company.with { company in
            try await fill(company)
            let digests = Digests(pool: company.pool)
            try await company.change("weekly_digest_hour", "14", at: "2026-03-02T08:00:00Z")
            #expect(try await digests.runIfDue(now: at("2026-03-02T13:59:59Z")) == .notDue)
            try await company.change("weekly_digest_hour", "10", at: "2026-03-02T13:59:59Z")
            guard case .sent = try await digests.runIfDue(now: at("2026-03-02T14:00:00Z")) else {
                Issue.record("it was not sent")
                return
            }
            try await company.change("weekly_digest_day", "Wednesday", at: "2026-03-03")
            #expect(try await digests.runIfDue(now: at("2026-03-04T12:00:00Z")) == .notDue, "the week has its digest")
            guard case .sent(let week, _) = try await digests.runIfDue(now: at("2026-03-11T10:00:00Z")) else {
                Issue.record("it was not sent")
                return
            }
            #expect(week.description == "2026-03-09")
        }
    }

    @Test("without recipients waits for them until its day is over")
    func noRecipients() async throws {
        try await Company.with { company in
            try await fill(company)
            let digests = Digests(pool: company.pool)
            try await company.set("at_risk_digest_recipients", " ")
            try await company.pool.execute(
                "DELETE FROM mainstay.routes WHERE rule = 'weekly_at_risk_digest' AND target NOT LIKE 'parameter:%'")
            #expect(try await digests.runIfDue(now: at(Self.monday)) == .noRecipients)
            #expect(try await company.digests().isEmpty)
            _ = try await digests.runIfDue(now: at("2026-03-03"))
            #expect(try await company.digests() == ["2026-03-02 skipped: nobody was set to receive it"])
        }
    }

    @Test("of an empty company says that it is empty")
    func empty() async throws {
        try await Company.with { company in
            try await company.refreshed(from: "2026-01-01", to: "2026-01-01T00:01:00Z")
            guard case .sent = try await Digests(pool: company.pool).runIfDue(now: at(Self.monday)) else {
                Issue.record("it was not sent")
                return
            }
            let content = try #require(try await company.messages().first?.content)
            #expect(content.title == "At-risk digest, week of 2026-03-02: nobody is at risk")
            #expect(content.summary == "There are no active customers.")
            #expect(content.sections.isEmpty)
            #expect(content.facts.map(\.value).contains("–, a week ago –"))
        }
    }

    @Test("of many lists the first and counts the others, the same as the questions")
    func many() async throws {
        try await Company.with { company in
            let now = at(Self.monday)
            let sample = try SampleCompany(customers: 300, months: 6, seed: 3, asOf: now)
            try await company.pool.withConnection { connection in _ = try await sample.load(into: connection) }
            _ = try await ScoreRefresh(pool: company.pool, clock: FixedClock(now)).bringUpToDate()
            let (digest, then) = try await company.ask {
                (try await WeeklyDigest.fetch(asOf: now, on: $0), try await HealthSummary.fetch(asOf: now.adding(days: -7), on: $0))
            }
            #expect(digest.entries.count == WeeklyDigest.customersListed)
            let message = digest.message(week: CivilDate(of: now))
            let list = try #require(message.sections.first { $0.heading.hasPrefix("At-Risk and Critical") })
            #expect(list.unlisted == digest.now.needAttention - 25 && message.unlisted == 0)
            #expect(digest.before.health == then)
            for group in StatusMoves.Group.allCases {
                #expect(digest.moves[group].count == min(10, digest.moves.customers(group)))
            }
            #expect(
                digest.now.needAttention - digest.before.needAttention
                    == digest.moves.customers(.new) - digest.moves.customers(.recovered) - digest.moves.customers(.left))
        }
    }
}
