import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

/// A rescoring and an evaluation at the same time, on the same alerts.
@Suite struct MeetingTests {
    private let midnight = Company.midnight
    private let fires = Company.midnight.adding(minutes: 5)

    /// What fires while the customer recovers was told, and so must its end be.
    @Test func anAlertThatFiresWhileItEndsIsResolvedAndItsEndTold() async throws {
        try await Company.open { company in
            let customer = try await company.criticalCustomers("acme")[0]
            try await company.activity(customer, fires)
            let (evaluation, engine) = (try await company.database.connect(), try await company.database.connect())
            try await evaluation.execute("BEGIN")
            #expect(try await evaluation.query("SELECT * FROM mainstay.evaluate_alerts(\(fires), '{}')").count == 1)
            let (pid, moment) = (await engine.backendPID, fires)
            async let rescored: Int = engine.execute("SELECT mainstay.rescore_batch(\(moment), 100)")
            try await company.pool.untilBlocked(pid)
            // As the program does with the words of what was returned.
            let content = try MessageContent(severity: "high", title: "acme is Critical", summary: "").jsonText()
            try await evaluation.execute(
                """
                SELECT mainstay.enqueue_message('critical', 'slack', '#x', 'fired', 'critical_customer', 'critical_customer', \(content)::jsonb,
                                                ARRAY(SELECT alert_id FROM mainstay.alerts), \(fires))
                """)
            try await evaluation.execute("COMMIT")
            _ = try await rescored
            #expect(try await company.states() == [.resolved])
            try await company.tick(fires.adding(minutes: 1))
            #expect(try await company.told() == ["fired critical", "resolved critical"])
            await evaluation.close()
            await engine.close()
        }
    }

    @Test func anAlertThatSomebodyTakesWhileItEndsIsResolved() async throws {
        try await Company.open { company in
            let customer = try await company.criticalCustomers("acme")[0]
            try await company.activity(customer, fires)
            let (person, engine) = (try await company.database.connect(), try await company.database.connect())
            try await person.execute("BEGIN")
            try await person.execute(
                """
                SELECT mainstay.move_alerts(ARRAY(SELECT alert_id FROM mainstay.alerts), 'acknowledged', 'acknowledged', \(midnight), 'user:anna')
                """)
            let (pid, moment) = (await engine.backendPID, fires)
            async let rescored: Int = engine.execute("SELECT mainstay.rescore_batch(\(moment), 100)")
            try await company.pool.untilBlocked(pid)
            try await person.execute("COMMIT")
            _ = try await rescored
            #expect(try await company.states() == [.resolved])
            await person.close()
            await engine.close()
        }
    }

    /// One rescoring ends alerts of both rules: while it waits for one of them it holds none of a higher number, as an evaluation.
    @Test func aRescoringLocksInTheOrderOfTheNumbers() async throws {
        try await Company.open { company in
            let (valued, critical) = (try await company.customer("bolt", arr: 20_000), try await company.customer("acme"))
            try await company.changeStatus(valued, from: ("Healthy", 80), to: ("At-Risk", 50), midnight)
            try await company.changeStatus(critical, from: ("At-Risk", 50), to: ("Critical", 30), midnight)
            let rules = try await company.pool.query("SELECT rule FROM mainstay.alerts ORDER BY alert_id").map { try $0["rule"] as String }
            #expect(rules == ["high_value_at_risk", "critical_customer"])

            let (first, engine) = (try await company.database.connect(), try await company.database.connect())
            let pid = await engine.backendPID
            try await first.execute("BEGIN")
            try await first.execute("SELECT FROM mainstay.alerts WHERE rule = 'high_value_at_risk' FOR UPDATE")
            let moment = fires
            async let rescored: Int = engine.execute(
                """
                INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
                VALUES (\(critical), \(moment), 'Critical', 'At-Risk', 30, 50, 1), (\(valued), \(moment), 'At-Risk', 'Healthy', 50, 80, 1)
                """)
            try await company.pool.untilBlocked(pid)
            let free = try await first.query("SELECT alert_id FROM mainstay.alerts WHERE rule = 'critical_customer' FOR UPDATE SKIP LOCKED")
            #expect(free.count == 1)
            try await first.execute("COMMIT")
            _ = try await rescored
            #expect(try await company.states() == [.suppressed])
            #expect(try await company.states(.highValueAtRisk) == [.suppressed])
            await first.close()
            await engine.close()
        }
    }

    /// One customer who was scored under a clock that ran ahead keeps their own moment.
    @Test func eachChangeHasItsOwnMoment() async throws {
        try await Company.open { company in
            let (first, second) = (try await company.customer("acme"), try await company.customer("bolt"))
            try await company.rescore(midnight.adding(days: -1))
            let tomorrow = midnight.adding(days: 1)
            try await company.pool.execute(
                """
                INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
                VALUES (\(first), \(tomorrow), 'At-Risk', 'Critical', 50, 30, 1), (\(second), \(midnight), 'At-Risk', 'Critical', 50, 30, 1)
                """)
            try await company.tick(fires)
            #expect(try await company.told() == ["fired critical"])
            #expect(try await company.messages().first?.sent.alerts == 1)
            try await company.pool.execute(
                """
                INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
                VALUES (\(first), \(tomorrow), 'Critical', 'At-Risk', 30, 50, 1), (\(second), \(fires), 'Critical', 'At-Risk', 30, 50, 1)
                """)
            let closed = try await company.pool.query("SELECT user_id, closed_at FROM mainstay.alerts ORDER BY closed_at")
            #expect(try closed.map { try $0["closed_at"] as Moment } == [fires, tomorrow])
        }
    }
}

extension Pool {
    /// Waits until another session's statement waits for a lock.
    func untilBlocked(_ pid: Int32) async throws {
        while try await query("SELECT FROM pg_catalog.pg_stat_activity WHERE pid = \(pid) AND wait_event_type = 'Lock'").isEmpty {
            try Task.checkCancellation()
        }
    }
}

extension Company {
    fileprivate func changeStatus(_ customer: UUID, from: (String, Int), to: (String, Int), _ moment: Moment) async throws {
        try await pool.execute(
            """
            INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
            VALUES (\(customer), \(moment), \(from.0), \(to.0), \(from.1), \(to.1), 1)
            """)
    }
}
