import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Reports

/// 2026-06-01 is a Monday, and the first of its month.
@Suite("Reports by the calendar") struct ReportScheduleTests {
    @Test("the first Monday of each month of ten years is that of a calendar computed another way")
    func firstMondays() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        var month = try #require(Month("2020-01"))
        for _ in 0..<120 {
            let components = DateComponents(year: month.year, month: month.month, hour: 7, weekday: 2, weekdayOrdinal: 1)
            let expected = Moment(microseconds: Int64(try #require(calendar.date(from: components)).timeIntervalSince1970) * 1_000_000)
            #expect(ReportPlan.Place(day: ReportPlan.firstMonday(of: month)).due == expected, "\(month)")
            month = month.adding(months: 1)
        }
    }

    @Test("the newest moments go back from the one that has just come")
    func moments() {
        let now = moment("2026-06-01T07:00:00Z")
        #expect(
            ScheduledReports.moments(.weekly, upTo: now, count: 2) == [now, moment("2026-05-25T07:00:00Z")])
        #expect(
            ScheduledReports.moments(.monthly, upTo: now.adding(microseconds: -1), count: 2)
                == [moment("2026-05-04T07:00:00Z"), moment("2026-04-06T07:00:00Z")])
    }

    @Test("each moment of a decade has the due moment before it, weekly and monthly")
    func latest() {
        var now = moment("2020-01-01T00:00:00Z")
        let end = moment("2030-01-01T00:00:00Z")
        while now < end {
            let weekly = ReportPlan(kind: .weekly, watchedSince: nil).latest(upTo: now)
            #expect(weekly.due <= now && now < weekly.due.adding(days: 7))
            #expect(weekly.day.monday == weekly.day)
            let monthly = ReportPlan(kind: .monthly, watchedSince: nil).latest(upTo: now)
            #expect(monthly.due <= now && now < monthly.due.adding(days: 35))
            #expect(monthly.day.monday == monthly.day && monthly.day.day <= 7)
            now = now.adding(seconds: 7 * 3_600 + 11)
        }
    }

    @Test(
        "it is made from its moment to the end of its day, then skipped",
        arguments: [
            ("2026-06-01T06:59:59.999999Z", "nothing"), ("2026-06-01T07:00:00Z", "make"), ("2026-06-01T23:59:59.999999Z", "make"),
            ("2026-06-02T00:00:00Z", "skip"), ("2026-06-08T06:59:59Z", "skip"),
        ])
    func window(now: String, expected: String) {
        let plan = ReportPlan(kind: .weekly, watchedSince: moment("2026-05-26"))
        let decision = plan.decide(now: moment(now), isRecorded: false)
        let place = ReportPlan.Place(day: CivilDate(of: moment("2026-06-01")))
        #expect(decision == ["nothing": .nothing, "make": .make(place), "skip": .skip(place)][expected])
        #expect(plan.decide(now: moment(now), isRecorded: true) == .nothing)
        #expect(ReportPlan(kind: .weekly, watchedSince: nil).decide(now: moment(now), isRecorded: false) == .nothing)
    }

    // MARK: In the database

    private func started(_ company: ReportedCompany) async throws {
        try await company.pool.execute("INSERT INTO mainstay.refresh_runs (kind, started_at) VALUES ('full', '2026-05-01')")
    }

    private func account(_ name: String, _ role: String, email: String? = nil, disabled: Bool = false, _ company: ReportedCompany)
        async throws
    {
        try await company.pool.execute(
            """
            INSERT INTO mainstay.accounts (name, role, email, password_hash, created_at, disabled_at)
            VALUES (\(name), \(role), \(email), '$scrypt$ln=17,r=8,p=1$' || repeat('A', 22) || '$' || repeat('A', 43), '2026-01-01',
                    CASE WHEN \(disabled) THEN '2026-02-01'::timestamptz END)
            """)
    }

    private func targets(_ company: ReportedCompany) async throws -> [String] {
        try await company.pool.query("SELECT rule || ' ' || target AS line FROM mainstay.messages ORDER BY number").map {
            try $0.decode("line")
        }
    }

    @Test("is made once by any number of servers, as of its moment, and mailed to those it is for")
    func once() async throws {
        try await ReportedCompany.with { company in
            try await started(company)
            try await company.set("at_risk_digest_recipients", "team@example.com")
            let now = moment("2026-06-01T09:30:00Z")
            let outcomes = try await withThrowingTaskGroup(of: ScheduledReports.Outcome.self) { group in
                for _ in 1...4 { group.addTask { try await ScheduledReports(pool: company.pool).runIfDue(.weekly, now: now) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 != .notDue } == 1)
            #expect(try await targets(company) == ["weekly_review team@example.com"])
            let report = try #require(try await ReportStore(pool: company.pool).list().first)
            #expect(report.asOf == moment("2026-06-01T07:00:00Z") && report.madeAt == now && report.reason == .scheduled)
            #expect(try await ReportStore(pool: company.pool).list().count == 1)
            #expect(try await ScheduledReports(pool: company.pool).runIfDue(.weekly, now: now.adding(seconds: 300)) == .notDue)
            let content = try await company.pool.query(
                "SELECT content ->> 'title' AS title, content ->> 'path' AS path FROM mainstay.messages"
            ).first
            #expect(try content?.decode("title", as: String.self) == "Weekly review: 7 days up to 2026-06-01")
            #expect(try content?.decode("path", as: String.self) == "/reports/\(report.id)")
        }
    }

    @Test("all that were missed while no server ran are on record")
    func manyMissed() async throws {
        try await ReportedCompany.with { company in
            try await started(company)
            let reports = ScheduledReports(pool: company.pool)
            func made(_ kind: ReportKind, _ now: String) async throws -> Bool {
                if case .made = try await reports.runIfDue(kind, now: moment(now)) { true } else { false }
            }
            for kind in [ReportKind.weekly, .monthly] { #expect(try await made(kind, "2026-06-01T07:00:00Z")) }
            for kind in [ReportKind.weekly, .monthly] { #expect(try await made(kind, "2026-08-03T08:00:00Z")) }
            let records: [String] = try await company.pool.query(
                """
                SELECT kind || ' ' || to_char(due_on, 'MM-DD') || ' ' || (outcome = 'skipped') AS line FROM mainstay.report_deliveries
                 WHERE kind IN ('weekly', 'monthly') ORDER BY kind, due_on
                """
            ).map { try $0.decode("line") }
            #expect(
                records == ["monthly 06-01 false", "monthly 07-06 true", "monthly 08-03 false", "weekly 06-01 false"]
                    + ["06-08", "06-15", "06-22", "06-29", "07-06", "07-13", "07-20", "07-27"].map { "weekly \($0) true" } + [
                        "weekly 08-03 false"
                    ])
        }
    }

    @Test("one that was made up says what the one of the moment would have said")
    func madeUp() async throws {
        try await SampledCompany.with(customers: 200) { company in
            let due = SampledCompany.now
            let then = try await ReportStore(pool: company.pool).make(.weekly, asOf: due)
            try await company.pool.execute("UPDATE mainstay.refresh_runs SET started_at = '2026-05-01'")
            try await company.customer("late", created: "2026-06-01T08:00:00Z", arr: 1_000_000)
            guard
                case .made(let id, _, _) = try await ScheduledReports(pool: company.pool).runIfDue(
                    .weekly, now: due.adding(seconds: 40_000))
            else {
                Issue.record("it was not made")
                return
            }
            #expect(try await ReportStore(pool: company.pool).report(id).document == then)
        }
    }

    @Test("monthly reports go to the addresses of the chairman and of product; accounts that are disabled get none")
    func roles() async throws {
        try await ReportedCompany.with { company in
            try await started(company)
            try await account("bob@example.com", "chairman", company)
            try await account("eve", "chairman", email: "eve@example.com", company)
            try await account("gone@example.com", "chairman", disabled: true, company)
            try await account("pat", "product", email: "pat@example.com", company)
            try await account("paul", "product", company)
            try await company.set("chairman_escalation_email", "fallback@example.com")
            let now = moment("2026-06-01T07:05:00Z")
            guard case .made = try await ScheduledReports(pool: company.pool).runIfDue(.insights, now: now) else {
                Issue.record("it was not made")
                return
            }
            #expect(try await targets(company) == ["insights_report bob@example.com,eve@example.com", "insights_report pat@example.com"])
        }
    }

    @Test(
        "without an account that has an address the chairman's is that of escalations; without any the report is kept, and the record says so"
    )
    func nobody() async throws {
        try await ReportedCompany.with { company in
            try await started(company)
            let now = moment("2026-06-01T07:05:00Z")
            try await company.set("chairman_escalation_email", "")
            guard case .made(_, _, let messages) = try await ScheduledReports(pool: company.pool).runIfDue(.monthly, now: now) else {
                Issue.record("it was not made")
                return
            }
            #expect(messages.isEmpty)
            let record = try await company.pool.query("SELECT outcome || ': ' || reason AS line FROM mainstay.report_deliveries").first
            #expect(try record?.decode("line", as: String.self) == "unsent: no route of it leads to anybody")
            try await company.set("chairman_escalation_email", "fallback@example.com")
            _ = try await ScheduledReports(pool: company.pool).runIfDue(.insights, now: now)
            #expect(try await targets(company) == ["insights_report fallback@example.com"])
        }
    }

    @Test("one that no server made on its day is recorded as skipped, once")
    func skipped() async throws {
        try await ReportedCompany.with { company in
            try await started(company)
            let reports = ScheduledReports(pool: company.pool)
            let day = CivilDate(of: moment("2026-06-01"))
            let outcome = try await reports.runIfDue(.weekly, now: moment("2026-06-03T10:00:00Z"))
            #expect(outcome == .skipped(day: day, reason: "no server made it on its day"))
            #expect(try await reports.runIfDue(.weekly, now: moment("2026-06-03T10:05:00Z")) == .notDue)
            #expect(try await ReportStore(pool: company.pool).list().isEmpty)
        }
    }

    @Test("what it reads in a mail is the first screen")
    func message() {
        let message = RenderingTests.document("x").message(path: "/reports/1")
        #expect(message.sections.map(\.heading) == ["What changed", "To decide"])
        #expect(message.sections[0].items.map(\.title) == ["Worse: x"])
        #expect(message.sections[1].items.map(\.detail) == ["x x"])
        #expect(message.facts.map(\.value) == ["1.00 x, off target (at least 2); before 4.00 (-3.00)"])
        #expect(message.path == "/reports/1")
    }
}
