import CustomerMetrics
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Dashboards

@Suite("The four dashboards")
struct CompositionTests {
    /// The panels of each, in the order of the page.
    private static let panels: [DashboardName: [String]] = [
        .executive: [
            "overall-health", "distribution", "nps", "critical-24h", "at-risk-by-arr", "retention-unbounded", "retention-bounded",
            "health-trend",
        ],
        .campaigns: ["response-rates", "recovery-trend", "engagement", "score-recovery", "return"],
        .system: ["status", "score-lag", "freshness", "crm-success", "active-campaigns", "uptime", "daily-check", "error-log"],
        .insights: ["churn-reasons", "requested-features", "feature-adoption", "feedback-themes", "segments"],
    ]

    /// What must hold of every dashboard, whatever there is to show.
    private func check(_ dashboard: Dashboard) throws {
        #expect(dashboard.panels.map(\.id) == Self.panels[dashboard.name])
        for panel in dashboard.panels {
            #expect(panel.definition != nil, "\(panel.id)")
            #expect(panel.empty == nil || panel.chart == nil, "\(panel.id)")
            #expect(panel.target == nil || panel.verdict != nil || ["health-trend", "critical-24h"].contains(panel.id), "\(panel.id)")
            #expect(panel.table.rows.allSatisfy { $0.count == panel.table.columns.count }, "\(panel.id)")
            #expect(Set(panel.table.columns.map(\.name)).count == panel.table.columns.count, "\(panel.id)")
            if let chart = panel.chart {
                #expect(chart.series.allSatisfy { $0.values.count == chart.labels.count }, "\(panel.id)")
                #expect(chart.tones == nil || chart.tones?.count == chart.labels.count, "\(panel.id)")
            }
        }
        #expect(try Dashboard(jsonText: dashboard.jsonText()) == dashboard)
    }

    @Test("say on an empty database what is missing", arguments: DashboardName.allCases)
    func empty(name: DashboardName) async throws {
        try await TestDatabase.withMigrated { database in
            let dashboard = try await database.pool.compose(name)
            try check(dashboard)
            for panel in dashboard.panels where panel.id != "status" { #expect(panel.empty != nil, "\(panel.id)") }
            #expect(name != .system || dashboard.panel("status")?.headline == "Degraded")
        }
    }

    @Test("stay sensible with customers and events alone", arguments: DashboardName.allCases)
    func purchasesOnly(name: DashboardName) async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute(
                """
                WITH made AS (
                    INSERT INTO mainstay.users (user_id, external_id, created_at)
                    SELECT gen_random_uuid(), n::text, \(at("2026-01-01")) + n * interval '1 day' FROM generate_series(1, 100) AS n RETURNING user_id, created_at)
                INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at)
                SELECT m.user_id, 'purchase', m.created_at + k * interval '20 days' FROM made AS m CROSS JOIN generate_series(0, 2) AS k
                """)
            let dashboard = try await database.pool.compose(name)
            try check(dashboard)
            let shown = dashboard.panels.filter { $0.empty == nil }.map(\.id)
            switch name {
            case .executive:
                #expect(shown == ["overall-health", "distribution", "at-risk-by-arr", "retention-unbounded", "retention-bounded"])
            case .campaigns: #expect(shown == [])
            case .system: #expect(shown == ["status"])
            case .insights:
                #expect(shown == ["segments"])
                // Nobody brings in anything, so nothing is at risk.
                #expect(dashboard.panel("segments")?.headline == nil)
            }
        }
    }

    @Test("show the sample company in full, with the figures of the questions")
    func sample() async throws {
        try await SampleDatabase.with { pool in
            for name in DashboardName.allCases {
                let dashboard = try await pool.compose(name)
                try check(dashboard)
                for panel in dashboard.panels
                where !["critical-24h", "freshness", "uptime", "crm-success", "daily-check"].contains(panel.id) {
                    #expect(panel.empty == nil, "\(panel.id)")
                }
            }
            try await checkExecutive(pool)
            try await checkOthers(pool)
        }
    }

    private func checkExecutive(_ pool: Pool) async throws {
        let executive = try await pool.compose(.executive)
        let (health, nps, retention) = try await pool.withConnection { connection in
            (
                try await HealthSummary.fetch(asOf: now, on: connection), try await NPS.fetch(asOf: now, on: connection),
                try await Retention.fetch(asOf: now, definition: .bounded, on: connection)
            )
        }
        #expect(executive.panel("overall-health")?.chart?.series.first?.values == [health.averageScore])
        #expect(executive.panel("overall-health")?.headline == health.averageScore.map(NumberText.decimal))
        #expect(executive.panel("distribution")?.table["percent"].first == .from(health.healthy.percent))
        #expect(executive.panel("nps")?.table["provisional_score"].first == .from(nps.figure.provisionalScore))
        #expect(executive.panel("nps")?.chart?.interval == nps.figure.interval.map { [$0.low, $0.high] })
        #expect(executive.panel("retention-bounded")?.table["rate_1m"] == retention.cohorts.map { .from($0.rates[0]) })
        #expect(executive.panel("at-risk-by-arr")?.headline == NumberText.count(health.atRisk.part + health.critical.part))
        #expect(executive.panel("at-risk-by-arr")?.table.rows.count == 10)
        #expect(executive.panel("health-trend")?.table.rows.count == 90)
    }

    private func checkOthers(_ pool: Pool) async throws {
        let (effectiveness, segments, system) = try await pool.withConnection { connection in
            (
                try await CampaignEffectiveness.fetch(asOf: now, on: connection), try await SegmentHealth.fetch(asOf: now, on: connection),
                try await SystemHealth.fetch(asOf: now, on: connection)
            )
        }
        let engagement = try await pool.compose(.campaigns).panel("engagement")
        #expect(engagement?.table["open_rate"] == effectiveness.campaigns.map { .from($0.opened.percent) })
        let segmentPanel = try await pool.compose(.insights).panel("segments")
        #expect(segmentPanel?.table["arr_at_risk"] == segments.segments.map { .from($0.arrAtRisk) })
        let lag = try await pool.compose(.system).panel("score-lag")
        #expect(lag?.table["hours"].last == .from(system.hoursSinceLastUpdate))
        #expect(lag?.verdict == .onTarget)
    }

    @Test("are the same whatever happens after the moment they speak of", arguments: DashboardName.allCases)
    func later(name: DashboardName) async throws {
        try await SampleDatabase.with(customers: 150) { pool in
            let before = try await pool.compose(name, asOf: now)
            try await pool.execute(
                """
                INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
                SELECT user_id, 'feature_adopted', \(now.adding(seconds: 1)), 'later' FROM mainstay.users LIMIT 50
                """)
            try await pool.execute(
                """
                INSERT INTO mainstay.support_tickets (user_id, status, opened_at, category, subject)
                SELECT user_id, 'open', \(now.adding(seconds: 1)), 'feature_request', 'time travel' FROM mainstay.users LIMIT 50
                """)
            try await pool.execute(
                """
                INSERT INTO mainstay.nps_surveys (user_id, score, feedback_text, deployed_at, responded_at)
                SELECT user_id, 0, 'later is too late', \(now.adding(seconds: 1)), \(now.adding(seconds: 1)) FROM mainstay.users LIMIT 50
                """)
            try await pool.execute(
                """
                INSERT INTO mainstay.retention_campaigns (user_id, campaign_type, sent_at, status, cost)
                SELECT user_id, 'at_risk', \(now.adding(seconds: 1)), 'active', 9 FROM mainstay.users LIMIT 50
                """)
            try await pool.execute(
                """
                INSERT INTO mainstay.exit_surveys (user_id, reason, submitted_at)
                SELECT user_id, 'later', \(now.adding(seconds: 1)) FROM mainstay.users LIMIT 5
                """)
            try await pool.execute(
                "INSERT INTO mainstay.crm_sync_log (synced_at, status) VALUES (\(now.adding(seconds: 1)), 'error')")
            try await pool.execute(
                """
                INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
                SELECT user_id, \(now.adding(seconds: 1)), 'Healthy', 'Critical', 70, 30, 1 FROM mainstay.users LIMIT 5
                """)
            try await pool.execute(
                """
                INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at)
                VALUES ('full', \(now.adding(seconds: 1)), \(now.adding(seconds: 2)))
                """)
            #expect(try await pool.compose(name, asOf: now) == before)
        }
    }
}
