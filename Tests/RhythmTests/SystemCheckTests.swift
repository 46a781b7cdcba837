import CustomerMetrics
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Rhythm

@Suite("Checks of the system")
struct SystemCheckTests {
    private static let start = at("2026-03-02T06:00:00Z")

    private func minute(_ minutes: Int64) -> Moment { Self.start.adding(seconds: minutes * 60) }

    /// Healthy but for its CRM, which a test switches.
    private func wellRun(_ company: Company) async throws {
        try await company.refreshed(from: "2026-03-02T02:00:00Z", to: "2026-03-02T02:05:00Z")
        try await company.customer("a")
        try await company.campaign("a", sent: "2026-02-01")
        try await company.survey("a", deployed: "2026-03-01")
    }

    /// A CRM that is configured and did not run is degraded.
    private func degrade(_ company: Company, _ isDegraded: Bool) async throws {
        try await company.set("crm_platform", isDegraded ? "hubspot" : "none")
    }

    private func log(_ company: Company) async throws -> [String] {
        try await company.pool.query(
            """
            SELECT to_char(check_timestamp AT TIME ZONE 'UTC', 'HH24:MI ') || component || ' ' || status
                       || COALESCE(' until ' || to_char(resolved_at AT TIME ZONE 'UTC', 'HH24:MI'), '') AS line
              FROM mainstay.system_health_log WHERE status <> 'healthy' ORDER BY check_timestamp, id
            """
        ).map { try $0["line"] }
    }

    @Test("come once an interval, also when asked seconds early, and follow the parameter")
    func interval() async throws {
        try await Company.with { company in
            let checks = SystemChecks(pool: company.pool)
            func isDue(_ now: Moment) async throws -> Bool { try await checks.runIfDue(now: now) != .notDue }
            #expect(try await isDue(minute(0).adding(seconds: 17)))
            #expect(try await !isDue(minute(55)))
            #expect(try await !isDue(minute(59).adding(seconds: 16)))
            #expect(try await isDue(minute(59).adding(seconds: 17)))
            #expect(try await !isDue(minute(100)))
            try await company.set("health_check_interval_minutes", "40")
            #expect(try await isDue(minute(100)))
            #expect(try await !isDue(minute(100)))
            // A clock that was set back finds checks of the future, which do not count.
            #expect(try await isDue(minute(-1)))
        }
    }

    @Test("write a row of each component at one moment, as the system's status is")
    func rows() async throws {
        try await Company.with { company in
            guard case .checked(let check) = try await SystemChecks(pool: company.pool).runIfDue(now: Self.start) else {
                Issue.record("it was not due")
                return
            }
            #expect(check.components.map(\.name) == ["health_scores", "crm_sync", "campaigns", "nps"])
            #expect(check.components.map(\.status) == [.degraded, .healthy, .warning, .warning])
            #expect(try await log(company).count == 3)
            let system = try await company.ask { try await SystemHealth.fetch(asOf: Self.start, on: $0) }
            #expect(system.status == .degraded)
        }
    }

    @Test(
        "judge at the same edges as the status",
        arguments: [
            ("2026-02-28T06:00:00Z", 19, SystemHealth.Status.healthy), ("2026-02-28T05:59:59.999999Z", 19, .degraded),
            ("2026-02-28T06:00:00Z", 18, .degraded), ("2026-02-28T06:00:00Z", 0, .degraded),
        ])
    func edges(refreshed: String, successful: Int, expected: SystemHealth.Status) async throws {
        try await Company.with { company in
            try await company.refreshed(from: "2026-02-20", to: refreshed)
            try await company.customer("a")
            try await company.campaign("a", sent: "2026-02-01")
            try await company.set("crm_platform", "hubspot")
            try await company.synced(at: "2026-03-02T05:00:00Z", "success", times: successful)
            if successful > 0 { try await company.synced(at: "2026-03-02T05:00:00Z", "partial") }
            let system = try await company.ask { try await SystemHealth.fetch(asOf: Self.start, on: $0) }
            #expect(system.status == expected)
            guard case .checked(let check) = try await SystemChecks(pool: company.pool).runIfDue(now: Self.start) else { return }
            #expect(check.components.contains { $0.status == .degraded } == (expected == .degraded))
        }
    }

    @Test("say when a component was well again, and uptime is what a hand computes")
    func degradedHour() async throws {
        try await Company.with { company in
            try await wellRun(company)
            let checks = SystemChecks(pool: company.pool)
            // 06:00 healthy, 07:00 degraded, 08:00 healthy, 09:00 healthy: at 10:00 three of four hours.
            for (hour, isDegraded) in [(0, false), (1, true), (2, false), (3, false)] as [(Int64, Bool)] {
                try await degrade(company, isDegraded)
                guard case .checked(let check) = try await checks.runIfDue(now: minute(60 * hour)) else {
                    Issue.record("hour \(hour)")
                    return
                }
                #expect(check.resolved == (hour == 2 ? 1 : 0))
            }
            #expect(try await log(company) == ["07:00 crm_sync degraded until 08:00"])
            let uptime = try await company.ask { try await SystemHealth.fetch(asOf: minute(240), on: $0).uptimePercent }
            #expect(uptime == 75)
            // Two intervals after the last check nobody knows any more: four of eight hours.
            let silent = try await company.ask { try await SystemHealth.fetch(asOf: minute(480), on: $0).uptimePercent }
            #expect(silent == 50)
        }
    }

    @Test("tell the alert on the system when there were too many in a row")
    func tooManyInARow() async throws {
        try await Company.with { company in
            try await wellRun(company)
            let checks = SystemChecks(pool: company.pool)
            var failing: [Bool] = []
            for (hour, isDegraded) in [true, true, false, true, true, true, true, false].enumerated() {
                let now = minute(60 * Int64(hour))
                try await degrade(company, isDegraded)
                _ = try await checks.runIfDue(now: now)
                failing.append(
                    try await company.pool.query("SELECT mainstay.system_failing(\(now)) AS failing").first?.decode("failing") ?? false)
            }
            #expect(failing == [false, false, false, false, false, true, true, false])
        }
    }

    @Test("are made once by two servers at the same time")
    func twoServers() async throws {
        try await Company.with { company in
            let checks = SystemChecks(pool: company.pool)
            let outcomes = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 1...4 { group.addTask { try await checks.runIfDue(now: Self.start) != .notDue } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.count { $0 } == 1)
        }
    }
}
