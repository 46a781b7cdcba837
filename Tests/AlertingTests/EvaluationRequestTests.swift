import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

/// What asks for which rules, and that an evaluation does what was asked for and no more.
@Suite struct EvaluationRequestTests {
    private let now = time("2026-06-10T12:00:00Z")
    private static let surveys: Set<AlertRule> = [.npsNegative, .npsDrop]
    private static let syncs: Set<AlertRule> = [.crmSyncFailure, .systemDegraded]

    private func sync(_ company: Company, _ status: String) async throws {
        try await company.pool.execute("INSERT INTO mainstay.crm_sync_log (synced_at, status) VALUES (\(now), \(status))")
    }

    private func survey(_ company: Company) async throws {
        try await company.pool.execute(
            "INSERT INTO mainstay.nps_surveys (user_id, score, created_at) VALUES (gen_random_uuid(), 5, \(now))")
    }

    @Test func whatChangedAsksForItsRules() async throws {
        try await Company.open { company in
            try await company.evaluate(now)
            #expect(try await company.asked(at: now) == [])
            try await survey(company)
            #expect(try await company.asked(at: now) == Self.surveys)
            try await sync(company, "error")
            #expect(try await company.asked(at: now) == Self.surveys.union(Self.syncs))
            try await company.evaluate(now)
            try await company.pool.execute(
                "INSERT INTO mainstay.system_health_log (check_timestamp, component, status) VALUES (\(now), 'nps', 'healthy')")
            #expect(try await company.asked(at: now) == [.systemDegraded])
            try await company.evaluate(now)
            // The engine's small steps ask for nothing, a whole refresh for everything.
            try await company.rescore(now)
            #expect(try await company.asked(at: now) == [])
            try await company.pool.execute("INSERT INTO mainstay.refresh_runs (kind, started_at) VALUES ('full', \(now))")
            #expect(try await company.asked(at: now) == [])
            try await company.pool.execute("UPDATE mainstay.refresh_runs SET finished_at = \(now), differences = 0 WHERE kind = 'full'")
            #expect(try await company.asked(at: now) == AlertRule.ofFigures)
            try await company.evaluate(now)
            try await company.parameter("nps_min_responses", "50")
            #expect(try await company.asked(at: now) == AlertRule.ofFigures)
        }
    }

    @Test func eachTopicIsARequestOfItsOwnAndTheClockIsNone() async throws {
        try await Company.open { company in
            try await company.criticalCustomers("acme")
            try await company.evaluate(now.adding(days: -30))
            try await survey(company)
            for _ in 1...3 { try await sync(company, "success") }
            let due = try await AlertEvaluation(pool: company.pool).due(asOf: now)
            #expect(due == .init(byClock: true, requests: [Self.surveys, Self.syncs]))
        }
    }

    private func rows(_ company: Company) async throws -> [String] {
        try await company.pool.query("SELECT topic FROM mainstay.evaluation_requests ORDER BY request_id").map { try $0["topic"] }
    }

    @Test func aTransactionAsksOnceHoweverManyStatementsItHas() async throws {
        try await Company.open { company in
            try await company.evaluate(now)
            func statements(_ connection: Connection, _ count: Int) async throws {
                for _ in 1...count {
                    try await connection.execute("INSERT INTO mainstay.nps_surveys (user_id, score) VALUES (gen_random_uuid(), 5)")
                    try await connection.execute("INSERT INTO mainstay.crm_sync_log (synced_at, status) VALUES (\(now), 'success')")
                }
            }
            try await company.pool.transaction { try await statements($0, 3) }
            #expect(try await rows(company) == ["surveys", "syncs"])
            // What is asked for before a part that is undone is asked for after it, too.
            try await company.pool.transaction { connection in
                try await connection.execute("SAVEPOINT part")
                try await statements(connection, 1)
                try await connection.execute("ROLLBACK TO SAVEPOINT part")
                try await statements(connection, 1)
                try await connection.execute("SAVEPOINT part")
                try await statements(connection, 1)
            }
            #expect(try await rows(company) == ["surveys", "syncs", "surveys", "syncs"])
        }
    }

    /// The request of a transaction that has ended is no reason to ask for nothing: it may be done before this one ends.
    @Test func whoEndsAfterAnEvaluationHasAskedForAnotherAndNobodyWaits() async throws {
        try await Company.open { company in
            try await company.evaluate(now)
            try await survey(company)
            let slow = try await company.database.connect()
            try await slow.execute("BEGIN")
            try await slow.execute("INSERT INTO mainstay.nps_surveys (user_id, score) VALUES (gen_random_uuid(), 5)")
            try await survey(company)
            try await company.evaluate(now)
            #expect(try await company.asked(at: now) == [])
            try await slow.execute("COMMIT")
            #expect(try await company.asked(at: now) == Self.surveys)
            await slow.close()
        }
    }

    @Test func whatIsAskedForIsReadFromTheIndexHoweverOftenItWas() async throws {
        try await Company.open { company in
            try await company.pool.execute(
                """
                INSERT INTO mainstay.evaluation_requests (topic, requested_in)
                SELECT CASE WHEN n % 1000 = 0 THEN 'checks' ELSE 'surveys' END, (1000000 + n)::text::xid8 FROM generate_series(1, 100000) AS n
                """)
            // With the planner's knowledge and without it.
            for analyze in [false, true] {
                if analyze { try await company.pool.execute("ANALYZE mainstay.evaluation_requests") }
                let read = try await company.pool.transaction { connection in
                    let due = try await connection.query("SELECT topic FROM mainstay.evaluation_due(\(now)) ORDER BY topic")
                    #expect(try due.map { try $0.decode("topic", as: String.self) } == ["checks", "surveys"])
                    return try await connection.query(
                        """
                        SELECT seq_scan, idx_tup_fetch AS rows FROM pg_stat_xact_user_tables WHERE relid = 'mainstay.evaluation_requests'::regclass
                        """
                    ).map { (scans: try $0.decode("seq_scan", as: Int.self), rows: try $0.decode("rows", as: Int.self)) }
                }
                #expect(read.map(\.scans) == [0] && read.allSatisfy { $0.rows <= 5 })
            }
        }
    }

    @Test func onlyTheRulesOfAnEvaluationAreLookedAt() async throws {
        try await Company.open { company in
            for _ in 1...3 { try await sync(company, "error") }
            try await survey(company)
            let evaluation = AlertEvaluation(pool: company.pool)
            try await evaluation.run(asOf: now, figures: Self.surveys)
            #expect(try await company.told() == [])
            #expect(try await company.asked(at: now) == Self.syncs)
            // A request of which a part was left is kept whole.
            try await evaluation.run(asOf: now, figures: [.systemDegraded])
            #expect(try await company.asked(at: now) == Self.syncs)
            try await evaluation.run(asOf: now, figures: Self.syncs)
            #expect(try await company.told() == ["fired crm"])
            #expect(try await company.asked(at: now) == [])
            // Nor is anything ended that was not looked at.
            try await sync(company, "success")
            try await evaluation.run(asOf: now.adding(hours: 1), figures: Self.surveys)
            #expect(try await company.states(.crmSyncFailure) == [.firing])
        }
    }

    @Test func anEvaluationThatFailsLeavesWhatWasAskedFor() async throws {
        try await Company.open { company in
            try await survey(company)
            try await company.pool.execute("ALTER TABLE mainstay.alerts RENAME TO away")
            await #expect(throws: PostgresError.self) { try await company.evaluate(now) }
            try await company.pool.execute("ALTER TABLE mainstay.away RENAME TO alerts")
            #expect(try await company.asked(at: now) == Self.surveys)
        }
    }

    @Test func aMessageGivenUpIsToldOfAndOneThatWentThroughEndsIt() async throws {
        try await Company.open { company in
            func message(_ state: String) async throws {
                try await company.pool.execute(
                    """
                    WITH made AS (
                        SELECT mainstay.enqueue_message('critical', 'slack', '#a', 'fired', 'critical_customer', 's', '{}', '{}', \(now)) AS id)
                    SELECT id FROM made
                    """)
                try await company.pool.execute(
                    "UPDATE mainstay.messages SET state = \(state) WHERE number = (SELECT max(number) FROM mainstay.messages)")
            }
            try await message("sent")
            #expect(try await company.asked(at: now) == [])
            try await message("failed")
            #expect(try await company.asked(at: now) == [.deliveryFailed])
            try await company.evaluate(now)
            #expect(try await company.states(.deliveryFailed) == [.firing])
            try await message("sent")
            #expect(try await company.asked(at: now) == [.deliveryFailed])
            try await company.evaluate(now)
            #expect(try await company.states(.deliveryFailed) == [.resolved])
        }
    }

    /// 20,000 of revenue is high-value by default (`high_value_arr` is 10,000), 9,999 is not.
    @Test func aHighValueCustomerAtRiskIsNoticedInTheRescoring() async throws {
        try await Company.open { company in
            let midnight = Company.midnight
            // Healthy until six days before midnight, At-Risk until midnight, Critical from then on.
            for (name, arr) in [("acme", 20_000), ("bolt", 9_999)] {
                let id = try await company.customer(name, arr: arr)
                for feature in ["a", "b"] {
                    try await company.pool.execute(
                        """
                        INSERT INTO mainstay.usage_events (user_id, event_type, feature, occurred_at)
                        VALUES (\(id), 'feature_adopted', \(feature), \(midnight.adding(days: -30)))
                        """)
                }
            }
            // 30 engagement, 30 support, 10 value.
            try await company.rescore(midnight.adding(days: -25))
            #expect(try await company.alerts(.highValueAtRisk).isEmpty)
            try await company.rescore(midnight.adding(days: -23))
            let alert = try #require(try await company.alerts(.highValueAtRisk).first)
            #expect(try await company.alerts(.highValueAtRisk).count == 1)
            #expect(alert.state == .pending && alert.openedAt == midnight.adding(days: -23))
            #expect(try await company.moves(alert.id).map { "\($0.actor): \($0.reason ?? "")" } == ["engine: At-Risk with 60 points"])
            try await company.tick(midnight.adding(days: -23))
            #expect(try await company.told() == ["escalated high-value-escalation-email", "escalated high-value-escalation-slack"])
            // From At-Risk to Critical it is the same alert.
            try await company.rescore(midnight.adding(days: 1))
            #expect(try await company.states(.highValueAtRisk) == [.firing])
            try await company.activity(CustomerID(source: "acme").uuid, midnight.adding(days: 2))
            try await company.rescore(midnight.adding(days: 2))
            #expect(try await company.states(.highValueAtRisk) == [.resolved])
        }
    }
}
