import Domain
import Postgres
import TestSupport
import Testing

@testable import Intake

/// The figures that the demonstration shows look like a company's. The bands are wide: they are to tell believable from not.
@Suite("Sample company: believable figures")
struct SampleDistributionTests {
    /// 2026-03-18T10:20:30Z, a Wednesday.
    private static let asOf = Moment(microseconds: 1_773_829_230_000_000)
    private static let then: SQL = "'2026-03-18T10:20:30Z'::timestamptz"

    @Test("the demonstration's health, retention, NPS, campaigns and syncs")
    func demonstration() async throws {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(
                customers: SampleCompany.demoCustomers, months: SampleCompany.demoMonths, seed: SampleCompany.defaultSeed, asOf: Self.asOf)
            let report = try await database.pool.withConnection { try await company.load(into: $0) }
            #expect(abs(report.rows("usage_events") - 120_000) < 8_000)
            try await checkHealth(database)
            try await checkRetention(database)
            try await checkSurveys(database)
            try await checkCampaigns(database)
            try await checkSyncs(database)
            try await checkTickets(database)
        }
    }

    private func checkHealth(_ database: TestDatabase) async throws {
        let rows = try await database.pool.query(
            """
            SELECT healthy_percent::float8, at_risk_percent::float8, critical_percent::float8, average_score::float8
              FROM mainstay.health_summary(\(Self.then))
            """)
        let row = try #require(rows.first)
        #expect((55...70).contains(try row.decode("healthy_percent", as: Double.self)))
        #expect((20...32).contains(try row.decode("at_risk_percent", as: Double.self)))
        #expect((8...18).contains(try row.decode("critical_percent", as: Double.self)))
        #expect((68...78).contains(try row.decode("average_score", as: Double.self)))
        // A Wednesday morning: a third of the customers were there within a day.
        let today = try await database.pool.query(
            """
            SELECT 100.0::float8 * count(*) FILTER (WHERE last_activity > \(Self.then) - interval '1 day') / count(*) AS percent
              FROM mainstay.health_scores_at(\(Self.then))
            """)
        #expect((25...45).contains(try #require(today.first).decode("percent", as: Double.self)))
        let tiers = try await database.pool.query(
            "SELECT segment FROM mainstay.segment_health(\(Self.then))")
        let segments = try tiers.map { try $0.decode("segment", as: String.self) }
        #expect(segments.count == 4 && segments.first != "Basic" && segments.last == "Free")
    }

    private func checkRetention(_ database: TestDatabase) async throws {
        let rows = try await database.pool.query(
            """
            SELECT months, retention_rate::float8 AS rate FROM mainstay.retention_overall(\(Self.then))
             ORDER BY months
            """)
        let rates = try rows.map { try $0.decode("rate", as: Double.self) }
        #expect(rates.count == 3)
        #expect((82...90).contains(rates[0]))
        #expect((68...82).contains(rates[1]))
        #expect((52...70).contains(rates[2]))
    }

    private func checkSurveys(_ database: TestDatabase) async throws {
        let rows = try await database.pool.query(
            """
            SELECT total_responses, nps_score::float8, response_rate::float8 FROM mainstay.nps(\(Self.then))
            """)
        let row = try #require(rows.first)
        #expect(try row.decode("total_responses", as: Int.self) >= 130)
        #expect((15...45).contains(try row.decode("nps_score", as: Double.self)))
        #expect((25...45).contains(try row.decode("response_rate", as: Double.self)))
    }

    private func checkCampaigns(_ database: TestDatabase) async throws {
        let rows = try await database.pool.query(
            """
            SELECT campaign_type, total_sent, matured, response_rate::float8, recovery_rate::float8, conversion_rate::float8
              FROM mainstay.campaign_effectiveness(\(Self.then))
            """)
        for row in rows {
            #expect(try row.decode("total_sent", as: Int.self) > 60)
            #expect(try row.decode("matured", as: Int.self) > 40)
            let response: Double = try row.decode("response_rate")
            switch try row.decode("campaign_type", as: String.self) {
            case "at_risk":
                #expect((15...35).contains(response))
                #expect((25...65).contains(try row.decode("recovery_rate", as: Double.self)))
            case "critical":
                #expect((65...95).contains(response))
                #expect((35...75).contains(try row.decode("recovery_rate", as: Double.self)))
            default:
                #expect((6...22).contains(response))
                #expect((1...14).contains(try row.decode("conversion_rate", as: Double.self)))
            }
        }
        let running = try await database.pool.query(
            "SELECT active_campaigns, paused_campaigns, crm_success_rate::float8 FROM mainstay.system_health(\(Self.then))"
        )
        let row = try #require(running.first)
        #expect(try row.decode("active_campaigns", as: Int.self) > 20)
        #expect(try row.decode("paused_campaigns", as: Int.self) > 0)
        #expect(try row.decode("crm_success_rate", as: Double.self) == 100)
    }

    private func checkSyncs(_ database: TestDatabase) async throws {
        let rows = try await database.pool.query(
            """
            WITH runs AS (SELECT status, (synced_at AT TIME ZONE 'UTC')::date AS day FROM mainstay.crm_sync_log)
            SELECT (SELECT 100.0::float8 * count(*) FILTER (WHERE status = 'success') / count(*) FROM runs) AS percent,
                   (SELECT count(*) FROM (SELECT FROM runs WHERE status = 'error' GROUP BY day HAVING count(*) >= 3) AS days) AS bad_days
            """)
        let row = try #require(rows.first)
        #expect((93...99.5).contains(try row.decode("percent", as: Double.self)))
        #expect(try row.decode("bad_days", as: Int.self) > 0)
    }

    /// The bad month has more tickets and worse answers than the months before and after it.
    private func checkTickets(_ database: TestDatabase) async throws {
        let rows = try await database.pool.query(
            """
            SELECT to_char(month, 'YYYY-MM') AS month,
                   (SELECT count(*) FROM mainstay.support_tickets WHERE date_trunc('month', opened_at) = month) AS tickets,
                   (SELECT avg(score)::float8 FROM mainstay.nps_surveys WHERE date_trunc('month', responded_at) = month) AS score
              FROM generate_series('2025-08-01'::timestamptz, '2025-12-01', '1 month') AS month ORDER BY month
            """)
        let tickets = try rows.map { try $0.decode("tickets", as: Int.self) }
        let scores = try rows.map { try $0.decode("score", as: Double.self) }
        #expect(tickets.count == 5)
        #expect(tickets[2] == tickets.max() && tickets[2] > tickets[1] * 5 / 4)
        #expect(scores[2] == scores.min())
    }
}
