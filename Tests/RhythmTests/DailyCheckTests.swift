import CustomerMetrics
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Rhythm

@Suite("The daily check")
struct DailyCheckTests {
    private static let now = "2026-03-02T02:30:00Z"

    /// Everything is as it should be.
    private func wellRun(_ company: Company) async throws {
        try await company.refreshed(from: "2026-03-02T02:00:00Z", to: "2026-03-02T02:05:00Z")
        try await company.customer("a")
        try await company.campaign("a", sent: "2026-02-01")
    }

    private func check(_ company: Company, asOf moment: String = now) async throws -> DailyCheck {
        try await company.ask { try await DailyCheck.fetch(asOf: at(moment), on: $0) }
    }

    private func finding(_ condition: DailyCheck.Condition, of company: Company, asOf moment: String = now) async throws
        -> DailyCheck.Finding
    {
        try #require(try await check(company, asOf: moment).findings.first { $0.condition == condition })
    }

    private func message(_ company: Company, created: String, state: String, sent: String? = nil, kind: String = "fired") async throws {
        try await company.pool.execute(
            """
            SELECT mainstay.enqueue_message('r', 'slack', '#x', \(kind), 'critical_customer', 's', '{}', '{}', \(at(created)))
            """)
        try await company.pool.execute(
            """
            UPDATE mainstay.messages
               SET state = \(state), sent_at = \(sent.map(at)), given_up_at = CASE WHEN \(state) IN ('failed', 'dead') THEN \(at(created))::timestamptz END
             WHERE number = (SELECT max(number) FROM mainstay.messages)
            """)
    }

    @Test("passes when all is well, and says what it looked at")
    func passes() async throws {
        try await Company.with { company in
            try await wellRun(company)
            let check = try await check(company)
            #expect(check.outcome == .passed)
            #expect(check.findings.map(\.condition) == DailyCheck.Condition.allCases)
            #expect(
                check.findings.map(\.found) == [
                    "Healthy", "no message waits for more than an hour or was given up", "no CRM is configured",
                    "ended 2026-03-02 02:05 UTC; 0 stored scores were wrong",
                ])
        }
    }

    @Test("fails on a degraded system, and a warning is none")
    func status() async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await company.pool.execute("UPDATE mainstay.retention_campaigns SET status = 'paused'")
            let warned = try await check(company)
            #expect(warned.outcome == .warning)
            #expect(warned.findings.first?.found == "Warning: no campaign is active")
            let later = try await check(company, asOf: "2026-03-04T02:05:00.000001Z")
            #expect(later.failures.map(\.condition) == [.systemStatus, .reconcile])
        }
    }

    @Test(
        "fails on a message that waits for longer than an hour, and on one that was given up however short ago",
        arguments: [
            ("2026-03-02T01:30:00Z", "waiting", DailyCheck.Outcome.passed), ("2026-03-02T01:29:59.999999Z", "waiting", .failed),
            ("2026-03-02T01:29:59.999999Z", "sending", .failed), ("2026-03-02T01:29:59.999999Z", "failed", .failed),
            ("2026-03-02T01:29:59.999999Z", "dead", .failed), ("2026-03-02T01:29:59.999999Z", "undeliverable", .warning),
            ("2026-03-02T02:29:59Z", "failed", .failed), ("2026-03-02T02:29:59Z", "undeliverable", .warning),
            ("2026-02-23T02:30:00Z", "dead", .passed),
            ("2026-02-23T02:30:00.000001Z", "dead", .failed),
        ])
    func delivery(created: String, state: String, outcome: DailyCheck.Outcome) async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await message(company, created: created, state: state)
            #expect(try await finding(.alertsDelivered, of: company).outcome == outcome)
        }
    }

    @Test("does not mind what was sent, nor what was a test; of the past it knows what was sent later")
    func sent() async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await message(company, created: "2026-03-01T12:00:00Z", state: "sent", sent: "2026-03-01T18:00:00Z")
            try await message(company, created: "2026-03-01T12:00:00Z", state: "failed", kind: "test")
            #expect(try await finding(.alertsDelivered, of: company).outcome == .passed)
            let then = try await finding(.alertsDelivered, of: company, asOf: "2026-03-01T14:00:00Z")
            #expect(then.outcome == .failed)
            #expect(then.found == "1 waited for longer than an hour; the oldest of 2026-03-01 12:00 UTC")
        }
    }

    @Test(
        "fails on an alert that is due and was not looked at, where a server ever ran",
        arguments: [
            ("2026-03-02T02:14:59.999999Z", true, DailyCheck.Outcome.failed), ("2026-03-02T02:15:00Z", true, .passed),
            ("2026-03-02T02:14:59.999999Z", false, .passed),
        ])
    func notLookedAt(due: String, isServed: Bool, outcome: DailyCheck.Outcome) async throws {
        try await Company.with { company in
            try await wellRun(company)
            if isServed {
                try await company.pool.execute(
                    """
                    INSERT INTO mainstay.job_runs (job, due_at, attempt, started_at, server, lease_until)
                    VALUES ('j', \(at(due)), 1, \(at(due)), 's', \(at(Self.now)))
                    """)
            }
            try await company.pool.execute(
                """
                INSERT INTO mainstay.alerts (rule, subject, severity, state, opened_at, fires_at, look_at)
                VALUES ('critical_customer', 'customer:a', 'high', 'pending', \(at("2026-03-02")), \(at(due)), \(at(due)))
                """)
            let finding = try await finding(.alertsDelivered, of: company)
            #expect(finding.outcome == outcome)
            if outcome == .failed {
                #expect(
                    finding.found
                        == "1 alert is due since 2026-03-02 02:14 UTC and not looked at, so nobody is told: the log of `mainstay serve` says why"
                )
            }
            // Of an earlier moment only what was due then.
            #expect(try await self.finding(.alertsDelivered, of: company, asOf: "2026-03-02T02:29:00Z").outcome == .passed)
        }
    }

    @Test(
        "wants 95 % of the CRM's runs, where there is a CRM",
        arguments: [(19, "error", DailyCheck.Outcome.passed), (18, "partial", .failed), (0, "error", .failed)])
    func crm(successful: Int, other: String, outcome: DailyCheck.Outcome) async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await company.synced(at: "2026-03-01T12:00:00Z", "success", times: successful)
            try await company.synced(at: "2026-03-01T12:00:00Z", other)
            #expect(try await finding(.crmSuccess, of: company).outcome == .passed, "none is configured")
            try await company.set("crm_platform", "hubspot")
            #expect(try await finding(.crmSuccess, of: company).outcome == outcome)
        }
    }

    @Test("fails on a configured CRM that did not run")
    func silentCRM() async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await company.set("crm_platform", "hubspot")
            let finding = try await finding(.crmSuccess, of: company)
            #expect(finding.outcome == .failed)
            #expect(finding.found == "no CRM sync ran in the last 24 hours")
        }
    }

    @Test(
        "wants a reconcile within 26 hours that found nothing wrong",
        arguments: [
            ("2026-03-01T00:30:00Z", 0, DailyCheck.Outcome.passed), ("2026-03-01T00:29:59.999999Z", 0, .failed),
            ("2026-03-02T02:10:00Z", 1, .failed), ("2026-03-02T02:30:00Z", nil, .failed),
        ] as [(String, Int?, DailyCheck.Outcome)])
    func reconcile(end: String, differences: Int?, outcome: DailyCheck.Outcome) async throws {
        try await Company.with { company in
            try await company.refreshed(from: "2026-02-20", to: end, differences: differences)
            // Neither the engine's hours nor what ends later is a reconcile by now.
            try await company.refreshed(from: "2026-03-02T02:00:00Z", to: "2026-03-02T02:30:00Z", kind: "incremental", differences: nil)
            try await company.refreshed(from: "2026-03-02T02:00:00Z", to: "2026-03-02T02:30:00.000001Z")
            #expect(try await finding(.reconcile, of: company).outcome == outcome)
        }
    }

    @Test("fails when there was no reconcile")
    func neverReconciled() async throws {
        try await Company.with { company in
            let finding = try await finding(.reconcile, of: company)
            #expect(finding.found == "scores were never reconciled with the facts")
        }
    }

    @Test("is recorded once a day, and told when it fails")
    func recorded() async throws {
        try await Company.with { company in
            try await wellRun(company)
            let checks = DailyChecks(pool: company.pool)
            #expect(try await checks.run(due: at(Self.now), now: at("2026-03-02T02:30:07Z"))?.outcome == .passed)
            #expect(try await company.messages().isEmpty)
            #expect(try await checks.run(due: at(Self.now), now: at("2026-03-05")) == nil, "the day has its record")
            let failed = try await checks.run(due: at("2026-03-05T02:30:00Z"), now: at("2026-03-05T02:30:07Z"))
            #expect(failed?.failures.map(\.condition) == [.systemStatus, .reconcile])
            #expect(try await checks.run(due: at("2026-03-05T02:30:00Z"), now: at("2026-03-05T02:31:07Z")) == nil)
            let messages = try await company.messages()
            #expect(Set(messages.map(\.target)).isSuperset(of: ["#eng-ops"]), "as the routes say")
            #expect(messages.allSatisfy { $0.kind == "check" && $0.subject == "check:2026-03-05" && $0.rule == "daily_check" })
            #expect(messages.first?.content.title == "The daily check of 2026-03-05 failed: system status, reconcile")
            let (before, newest, none) = try await company.ask {
                (
                    try await DailyCheck.newestRecord(asOf: at("2026-03-04"), on: $0),
                    try await DailyCheck.newestRecord(asOf: at("2026-03-06"), on: $0),
                    try await DailyCheck.newestRecord(asOf: at("2026-03-01"), on: $0)
                )
            }
            #expect(before?.outcome == .passed)
            #expect(newest == failed)
            #expect(none == nil)
        }
    }

    private func looked(_ company: Company, at moment: String) async throws {
        try await company.pool.execute(
            """
            INSERT INTO mainstay.job_runs (job, due_at, attempt, started_at, finished_at, outcome, server, lease_until)
            VALUES (\(DailyChecks.job), \(at(moment)), 1, \(at(moment)), \(at(moment)), 'succeeded', 'a', \(at(moment).adding(seconds: 300)))
            """)
    }

    @Test("comes at 02:30 whatever the reconcile does, when a server runs")
    func inTime() async throws {
        try await Company.with { company in
            let checks = DailyChecks(pool: company.pool)
            try await company.customer("a")
            try await company.refreshed(from: "2026-03-01T02:00:00Z", to: "2026-03-01T02:05:00Z")
            try await company.pool.execute(
                "INSERT INTO mainstay.daily_checks (day, checked_at, outcome, findings) VALUES ('2026-03-01', \(at("2026-03-01T02:30:00Z")), 'passed', '[]')"
            )
            #expect(try await checks.runIfDue(now: at("2026-03-02T02:29:59.999999Z")) == .notDue, "yesterday's is on record")
            try await looked(company, at: "2026-03-02T02:30:00Z")
            let outcome = try await checks.runIfDue(now: at("2026-03-02T02:30:00Z"))
            #expect(outcome.check?.findings.first { $0.condition == .reconcile }?.outcome == .passed, "yesterday's is 24 h 25 min old")
            #expect(outcome.check?.asOf == at("2026-03-02T02:30:00Z"))
            #expect(try await checks.runIfDue(now: at("2026-03-02T02:35:00Z")) == .notDue)
        }
    }

    @Test("that is made up waits until the reconcile is made up, for an hour at most", arguments: [true, false])
    func madeUp(reconcileEnds: Bool) async throws {
        try await Company.with { company in
            let checks = DailyChecks(pool: company.pool)
            try await company.customer("a")
            try await company.refreshed(from: "2026-02-20T02:00:00Z", to: "2026-02-20T02:05:00Z")
            try await looked(company, at: "2026-03-02T11:00:02Z")
            #expect(try await checks.runIfDue(now: at("2026-03-02T11:00:02Z")) == .waiting)
            try await looked(company, at: "2026-03-02T11:05:00Z")
            #expect(try await checks.runIfDue(now: at("2026-03-02T11:05:00Z")) == .waiting)
            if reconcileEnds {
                try await company.refreshed(from: "2026-03-02T11:00:03Z", to: "2026-03-02T11:07:00Z")
                #expect(try await checks.runIfDue(now: at("2026-03-02T11:06:59.999999Z")) == .waiting)
                let check = try await checks.runIfDue(now: at("2026-03-02T11:10:00Z")).check
                #expect(check?.findings.first { $0.condition == .reconcile }?.outcome == .passed)
            } else {
                #expect(try await checks.runIfDue(now: at("2026-03-02T12:00:01.999999Z")) == .waiting)
                let check = try await checks.runIfDue(now: at("2026-03-02T12:00:02Z")).check
                #expect(check?.failures.map(\.condition) == [.systemStatus, .reconcile])
            }
            #expect(try await checks.runIfDue(now: at("2026-03-02T13:00:00Z")) == .notDue)
        }
    }

    @Test("is not made up for a time before the first refresh")
    func new() async throws {
        try await Company.with { company in
            let checks = DailyChecks(pool: company.pool)
            #expect(try await checks.runIfDue(now: at("2026-03-02T11:00:00Z")) == .notDue)
            try await company.refreshed(from: "2026-03-02T11:00:00Z", to: "2026-03-02T11:00:01Z")
            #expect(try await checks.runIfDue(now: at("2026-03-02T11:05:00Z")) == .notDue)
            #expect(try await checks.runIfDue(now: at("2026-03-03T02:30:00Z")).check != nil)
        }
    }

    @Test("is recorded once by two servers at the same time")
    func twoServers() async throws {
        try await Company.with { company in
            let checks = DailyChecks(pool: company.pool)
            let done = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...4 { group.addTask { try await checks.run(due: at(Self.now), now: at(Self.now)) != nil } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(done.count { $0 } == 1)
            let messages = try await company.messages()
            #expect(!messages.isEmpty)
            #expect(Set(messages.map(\.target)).count == messages.count)
        }
    }
}

extension DailyChecks.Outcome {
    fileprivate var check: DailyCheck? { if case .recorded(let check) = self { check } else { nil } }
}
