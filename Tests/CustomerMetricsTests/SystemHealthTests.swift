import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Question 5: the system")
struct SystemHealthTests {
    private static let now = "2026-03-01T12:00:00Z"

    private func system(_ company: Company, asOf moment: String = now) async throws -> SystemHealth {
        try await company.ask { try await SystemHealth.fetch(asOf: at(moment), on: $0) }
    }

    private func refreshed(_ company: Company, from start: String, to end: String?, kind: String = "full") async throws {
        try await company.pool.execute(
            "INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at) VALUES (\(kind), \(at(start)), \(end.map(at)))")
    }

    private func synced(_ company: Company, at moment: String, _ status: String, times: Int = 1) async throws {
        try await company.pool.execute(
            """
            INSERT INTO mainstay.crm_sync_log (synced_at, status) SELECT \(at(moment))::timestamptz, \(status)::text FROM generate_series(1, \(times))
            """)
    }

    private func checked(_ company: Company, at moment: String, _ status: String) async throws {
        try await company.pool.execute(
            "INSERT INTO mainstay.system_health_log (check_timestamp, component, status) VALUES (\(at(moment)), 'system', \(status))")
    }

    /// A system without fault: refreshed today, with an active campaign.
    private func wellRun(_ company: Company) async throws {
        try await refreshed(company, from: "2026-03-01T10:00:00Z", to: "2026-03-01T10:30:00Z")
        try await company.customer("a")
        try await company.campaign("a", "at_risk", sent: "2026-02-01")
    }

    @Test("that was never refreshed is degraded, and says what else is missing")
    func nothing() async throws {
        try await Company.with { company in
            let system = try await system(company)
            #expect(
                system.json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","system_status":"Degraded","reasons":["scores were never refreshed","no campaign is active"],\
                    "last_health_score_update":null,"hours_since_last_update":null,\
                    "crm":{"configured":false,"successful_24h":0,"failed_24h":0,"success_rate":null},\
                    "active_campaigns":0,"paused_campaigns":0,"nps_surveys_deployed_7d":0,"uptime_percent_30d":null,\
                    "freshness_ms":{"p50":null,"p95":null,"p99":null}}
                    """)
        }
    }

    @Test("is healthy with fresh scores, an active campaign and no CRM to sync")
    func healthy() async throws {
        try await Company.with { company in
            try await wellRun(company)
            let system = try await system(company)
            #expect(system.status == .healthy)
            #expect(system.reasons.isEmpty)
            #expect(system.hoursSinceLastUpdate == 1.5)
        }
    }

    @Test(
        "counts hours from the end of the last refresh that ended",
        arguments: [("2026-02-27T12:00:00Z", true), ("2026-02-27T11:59:59.999999Z", false)])
    func lag(end: String, isFine: Bool) async throws {
        try await Company.with { company in
            try await company.customer("a")
            try await company.campaign("a", "at_risk", sent: "2026-02-01")
            try await refreshed(company, from: "2026-02-20", to: end)
            // Neither one that never ended counts, nor one that ends later.
            try await refreshed(company, from: "2026-03-01", to: nil)
            try await refreshed(company, from: "2026-03-01", to: "2026-03-01T12:00:00.000001Z")
            let system = try await system(company)
            #expect(system.lastHealthScoreUpdate == at(end))
            #expect(system.hoursSinceLastUpdate == 48)
            #expect(system.status == (isFine ? .healthy : .degraded))
        }
    }

    @Test("of the past was as fresh as the running engine had come")
    func runningEngine() async throws {
        try await Company.with { company in
            try await refreshed(company, from: "2026-03-01T11:00:00Z", to: "2026-03-01T14:00:00Z", kind: "incremental")
            #expect(try await system(company).hoursSinceLastUpdate == 0)
            #expect(try await system(company, asOf: "2026-03-01T15:30:00Z").hoursSinceLastUpdate == 1.5)
        }
    }

    @Test("without an active campaign is a warning")
    func noCampaign() async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await company.pool.execute("UPDATE mainstay.retention_campaigns SET status = 'paused'")
            let system = try await system(company)
            #expect(system.status == .warning)
            #expect(system.reasons == ["no campaign is active"])
            #expect(system.activeCampaigns == 0)
            #expect(system.pausedCampaigns == 1)
        }
    }

    @Test("with a CRM that has not run in 24 hours is degraded")
    func silentCRM() async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await company.set("crm_platform", "hubspot")
            try await synced(company, at: "2026-02-28T12:00:00Z", "success")
            let silent = try await system(company)
            #expect(silent.status == .degraded)
            #expect(silent.crm.successRate.percent == nil)
            try await synced(company, at: "2026-02-28T12:00:00.000001Z", "success")
            #expect(try await system(company).status == .healthy)
            // What ran later is not known yet.
            try await synced(company, at: "2026-03-01T12:00:00.000001Z", "error", times: 9)
            #expect(try await system(company).status == .healthy)
        }
    }

    @Test(
        "is degraded below 95 % of successful syncs, and partial is none",
        arguments: [(19, "error", true), (18, "error", false), (18, "partial", false)])
    func crmRate(successful: Int, other: String, isFine: Bool) async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await company.set("crm_platform", "hubspot")
            try await synced(company, at: "2026-03-01T06:00:00Z", "success", times: successful)
            try await synced(company, at: "2026-03-01T07:00:00Z", other)
            let system = try await system(company)
            #expect(system.crm.failed == 1)
            #expect(system.crm.successRate.percent == (isFine ? 95 : Decimal(string: "94.74")))
            #expect(system.status == (isFine ? .healthy : .degraded))
        }
    }

    @Test("that has no CRM is not degraded by old failures")
    func noCRM() async throws {
        try await Company.with { company in
            try await wellRun(company)
            try await synced(company, at: "2026-03-01T07:00:00Z", "error")
            let system = try await system(company)
            #expect(!system.crm.isConfigured)
            #expect(system.crm.failed == 1)
            #expect(system.status == .healthy)
        }
    }

    @Test("counts surveys deployed in 7 days")
    func surveys() async throws {
        try await Company.with { company in
            try await company.customer("a")
            for moment in ["2026-02-22T12:00:00Z", "2026-02-22T12:00:00.000001Z", Self.now, "2026-03-01T12:00:00.000001Z"] {
                try await company.survey("a", score: nil, deployed: moment)
            }
            #expect(try await system(company).surveysDeployed == 2)
        }
    }

    @Test("is up for as long as a check says so, at most two intervals of 60 minutes")
    func uptime() async throws {
        try await Company.with { company in
            // 10:00 healthy, 10:30 degraded, 11:00 warning until noon: 30 + 60 of 120 minutes.
            try await checked(company, at: "2026-03-01T10:00:00Z", "healthy")
            try await checked(company, at: "2026-03-01T10:30:00Z", "degraded")
            try await checked(company, at: "2026-03-01T11:00:00Z", "warning")
            #expect(try await system(company).uptimePercent == 75)
            // At 15:00 the last check has held for two hours, and two more nobody watched: 30 + 120 of 300 minutes.
            #expect(try await system(company, asOf: "2026-03-01T15:00:00Z").uptimePercent == 50)
        }
    }

    @Test("is not up while the monitor is silent or everything was degraded")
    func silence() async throws {
        try await Company.with { company in
            try await checked(company, at: "2026-03-01T11:00:00Z", "degraded")
            #expect(try await system(company).uptimePercent == 0)
            #expect(try await system(company, asOf: "2026-05-01").uptimePercent == 0)
            // Watched for no time at all.
            #expect(try await system(company, asOf: "2026-03-01T11:00:00Z").uptimePercent == nil)
        }
    }

    @Test("has an uptime of the last 30 days only, into which older checks reach")
    func uptimeWindow() async throws {
        try await Company.with { company in
            try await company.set("health_check_interval_minutes", "1440")
            try await checked(company, at: "2026-01-01", "degraded")
            try await checked(company, at: "2026-01-29T12:00:00Z", "healthy")
            try await checked(company, at: "2026-02-14T12:00:00Z", "healthy")
            try await checked(company, at: "2026-02-15T12:00:00Z", "degraded")
            // Of the 30 days from January 30, the first (the check before it holds for two) and the one before February 15.
            #expect(try await system(company).uptimePercent == Decimal(string: "6.67"))
        }
    }

    @Test("takes the percentiles of freshness from the last 24 hours")
    func freshness() async throws {
        try await Company.with { company in
            for (hour, bucket, scores) in [
                ("2026-03-01T11:00:00Z", 10, 50), ("2026-03-01T10:00:00Z", 20, 45), ("2026-03-01T10:00:00Z", 50, 4),
                ("2026-03-01T09:00:00Z", 200, 1), ("2026-02-28T12:00:00Z", 9_000, 1_000),
            ] {
                try await company.pool.execute(
                    "INSERT INTO mainstay.freshness_histogram (hour, up_to_ms, scores) VALUES (\(at(hour)), \(bucket), \(scores))")
            }
            let freshness = try await system(company).freshness
            #expect(freshness == SystemHealth.Freshness(p50: 10, p95: 20, p99: 50))
        }
    }
}
