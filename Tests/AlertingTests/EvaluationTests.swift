import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

/// Two at once, none at all, and another order of things.
@Suite struct EvaluationTests {
    /// Scores of next year were asked for, or the clock was wrong; what they opened must not wait for next year.
    @Test func whatOpenedInAMomentToComeWaitsFromNowOn() async throws {
        try await Company.open { company in
            try await company.customer("acme")
            try await company.rescore(Company.midnight.adding(days: -1))
            try await company.rescore(Company.midnight.adding(days: 300))
            #expect(try await company.states() == [.pending])
            let now = Company.midnight.adding(hours: 1)
            try await company.evaluate(now)
            let alert = try #require(try await company.alerts().first)
            #expect(alert.state == .pending && alert.openedAt == now)
            try await company.evaluate(now.adding(minutes: 5).adding(microseconds: -1))
            #expect(try await company.states() == [.pending])
            try await company.evaluate(now.adding(minutes: 5))
            #expect(try await company.states() == [.firing])
        }
    }

    private let midnight = Company.midnight
    private let fires = Company.midnight.adding(minutes: 5)

    @Test func twoEvaluationsAtOnceTellOnce() async throws {
        try await Company.open { company in
            try await company.criticalCustomers("acme", "bolt")
            let moment = fires
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await company.tick(moment) } }
                try await group.waitForAll()
            }
            #expect(try await company.told() == ["fired critical"])
        }
    }

    @Test func whatAnotherDidWhileThisOneWaitedIsNotItsOwn() async throws {
        try await Company.open { company in
            for _ in 1...3 {
                try await company.pool.execute("INSERT INTO mainstay.crm_sync_log (synced_at, status) VALUES (\(midnight), 'error')")
            }
            let (first, watch) = (try await company.database.connect(), try await company.database.connect())
            try await first.execute("BEGIN")
            let told = try await first.query("SELECT * FROM mainstay.evaluate_alerts(\(midnight))")
            #expect(told.count == 1)
            async let second = company.evaluate(midnight)
            while try await watch.query(
                """
                SELECT FROM pg_locks AS l JOIN pg_database AS d ON d.oid = l.database
                 WHERE d.datname = current_database() AND l.locktype = 'advisory' AND NOT l.granted
                """
            ).isEmpty { await Task.yield() }
            try await first.execute("COMMIT")
            #expect(try await second.moves == [:])
            for connection in [first, watch] { await connection.close() }
        }
    }

    @Test func twoRescoringsAtOnceOpenOne() async throws {
        try await Company.open { company in
            let id = try await company.criticalCustomers("acme")[0]
            try await company.pool.execute("DELETE FROM mainstay.alerts")
            let moment = midnight
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 {
                    group.addTask {
                        try await company.pool.execute(
                            """
                            INSERT INTO mainstay.health_status_changes (user_id, processed_at, from_status, to_status, from_total, to_total, model_version)
                            VALUES (\(id), \(moment), 'At-Risk', 'Critical', 50, 30, 1)
                            """)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await company.states() == [.pending])
        }
    }

    @Test func whoDiesInTheMiddleLeavesNothing() async throws {
        try await Company.open { company in
            try await company.criticalCustomers("acme")
            struct Death: Error {}
            await #expect(throws: (any Error).self) {
                try await company.pool.transaction { connection in
                    _ = try await connection.query("SELECT * FROM mainstay.evaluate_alerts(\(fires))")
                    throw Death()
                }
            }
            #expect(try await company.states() == [.pending])
            try await company.pool.execute("ALTER TABLE mainstay.messages RENAME TO hidden")
            await #expect(throws: (any Error).self) { try await company.tick(fires) }
            try await company.pool.execute("ALTER TABLE mainstay.hidden RENAME TO messages")
            #expect(try await company.states() == [.pending])
            try await company.tick(fires.adding(minutes: 1))
            #expect(try await company.told() == ["fired critical"])
        }
    }

    @Test func aRolledBackRescoringLeavesNoAlert() async throws {
        try await Company.open { company in
            try await company.customer("acme")
            try await company.rescore(midnight.adding(days: -1))
            struct Death: Error {}
            let moment = midnight
            await #expect(throws: (any Error).self) {
                try await company.pool.transaction { connection in
                    _ = try await connection.query("SELECT * FROM mainstay.rescore_batch(\(moment), 100)")
                    throw Death()
                }
            }
            #expect(try await company.states() == [])
            try await company.rescore(midnight)
            #expect(try await company.states() == [.pending])
        }
    }

    @Test func scoresThatSomebodyElseWroteAreNoticed() async throws {
        try await Company.open { company in
            let id = try await company.criticalCustomers("acme")[0]
            try await company.tick(fires)
            try await company.pool.execute("DELETE FROM mainstay.customer_health_scores WHERE user_id = \(id)")
            let report = try await company.evaluate(fires.adding(hours: 1))
            #expect(try await company.states() == [.resolved])
            #expect(report.moves == ["resolved": 1])
            #expect(report.messages.map(\.kind) == ["resolved"])
        }
    }

    @Test func aClockThatStepsBackTellsNothingTwice() async throws {
        try await Company.open { company in
            try await company.criticalCustomers("acme")
            try await company.tick(fires)
            try await company.tick(midnight.adding(days: -2))
            try await company.tick(fires)
            #expect(try await company.told() == ["fired critical"])
        }
    }
}
