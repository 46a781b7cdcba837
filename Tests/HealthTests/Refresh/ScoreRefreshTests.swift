import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

@Suite struct ScoreRefreshTests {
    private let start = time("2024-01-01T00:00:00Z")
    private let now = time("2024-03-01T00:00:00Z")

    private func refresh(_ ledger: Ledger, _ clock: FixedClock) -> ScoreRefresh { ScoreRefresh(pool: ledger.database.pool, clock: clock) }

    @Test func looksOnlyAtWhoseFactsChangedOrWhoseTimeHasCome() async throws {
        try await Ledger.open { ledger in
            let clock = FixedClock(now)
            let (busy, quiet) = (try await ledger.customer(start), try await ledger.customer(start))
            try await ledger.event(busy, now)
            #expect(try await refresh(ledger, clock).bringUpToDate().rescored == 2)
            #expect(try await refresh(ledger, clock).bringUpToDate().rescored == 0)
            try await ledger.ticket(quiet, now)
            let report = try await refresh(ledger, clock).bringUpToDate()
            #expect(report.rescored == 1 && report.written == 1 && report.differences == nil)
            clock.set(now.adding(days: 1).adding(microseconds: -1))
            #expect(try await refresh(ledger, clock).bringUpToDate().rescored == 0)
            clock.advance(microseconds: 1)
            #expect(try await refresh(ledger, clock).bringUpToDate().rescored == 1)
            #expect(try await ledger.answers.storedScores()[busy]?.row.score.engagement == 30)
        }
    }

    @Test(arguments: [false, true]) func scoresOfAMomentToComeAreTakenBackAndWereNotWrong(fully: Bool) async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, now)
            _ = try await refresh(ledger, FixedClock(now)).bringUpToDate()
            _ = try await refresh(ledger, FixedClock(now.adding(days: 300))).bringUpToDate()
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.engagement == 0)
            let today = refresh(ledger, FixedClock(now.adding(seconds: 60)))
            let report = fully ? try await today.reconcile() : try await today.bringUpToDate()
            #expect(report.differences == 0)
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.engagement == 40)
            #expect(try await refresh(ledger, FixedClock(now.adding(seconds: 61))).bringUpToDate().rescored == 0)
        }
    }

    @Test func aRowThatSaysTheSameIsNotWrittenAgain() async throws {
        try await Ledger.open { ledger in
            let clock = FixedClock(now)
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, now)
            _ = try await refresh(ledger, clock).bringUpToDate()
            clock.advance(seconds: 60)
            try await ledger.event(customer, start)
            let report = try await refresh(ledger, clock).bringUpToDate()
            #expect(report.rescored == 1 && report.written == 0)
            let calculatedAt: Moment? = try await ledger.connection.query("SELECT calculated_at FROM mainstay.customer_health_scores")
                .first?.decode("calculated_at")
            #expect(calculatedAt == now)
        }
    }

    @Test func aReconcileCountsAndMendsWhatIsWrong() async throws {
        try await Ledger.open { ledger in
            let clock = FixedClock(now)
            var customers: [UUID] = []
            for _ in 0..<6 { customers.append(try await ledger.customer(start)) }
            let waiting = customers[5]
            _ = try await refresh(ledger, clock).bringUpToDate()
            #expect(try await refresh(ledger, clock).reconcile().differences == 0)

            let connection = ledger.connection
            try await connection.execute(
                "UPDATE mainstay.customer_health_scores SET support_score = 20, total_health_score = 20 WHERE user_id = \(customers[0])")
            try await connection.execute("DELETE FROM mainstay.customer_health_scores WHERE user_id = \(customers[1])")
            try await connection.execute("UPDATE mainstay.customer_retention SET active_in = 2 WHERE user_id = \(customers[2])")
            // A fact that was written past the queue.
            try await connection.transaction { connection in
                try await connection.execute("SET LOCAL mainstay.bulk_load = on")
                try await connection.execute("DELETE FROM mainstay.users WHERE user_id = \(customers[3])")
                try await connection.execute(
                    "INSERT INTO mainstay.support_tickets (user_id, status, opened_at) VALUES (\(customers[4]), 'open', \(start))")
            }
            // Waiting is not wrong.
            try await ledger.ticket(waiting, start)
            let report = try await refresh(ledger, clock).reconcile()
            #expect(report.differences == 5)
            #expect(try await refresh(ledger, clock).reconcile().differences == 0)
            let scores = try await ledger.answers.storedScores()
            #expect(scores[customers[0]]?.row.score.support == 30)
            #expect(scores[customers[1]] != nil)
            #expect(scores[customers[3]] == nil)
            #expect(scores[customers[4]]?.row.score.support == 20)
            #expect(scores[waiting]?.row.score.support == 20)
            #expect(try await ledger.answers.brokenLedgers() == [customers[1]], "the engine never said that this customer had no score")
            let runs = try await connection.query("SELECT differences FROM mainstay.refresh_runs WHERE kind = 'full' ORDER BY run_id")
            #expect(try runs.map { try $0.decode("differences", as: Int.self) } == [0, 5, 0])
        }
    }

    @Test func whoLeavesOrIsDeletedLosesTheScoreAndTheLedgerSaysSo() async throws {
        try await Ledger.open { ledger in
            let clock = FixedClock(now)
            let (left, deleted) = (try await ledger.customer(start), try await ledger.customer(start))
            _ = try await refresh(ledger, clock).bringUpToDate()
            clock.advance(seconds: 1)
            try await ledger.change(left, at: now, "status = 'churned'")
            try await ledger.connection.execute("DELETE FROM mainstay.users WHERE user_id = \(deleted)")
            _ = try await refresh(ledger, clock).bringUpToDate()
            #expect(try await ledger.answers.storedScores().isEmpty)
            #expect(try await ledger.answers.storedMasks().keys.map { $0 } == [left])
            let said = try await ledger.connection.query(
                "SELECT DISTINCT processed_at, from_status, to_status, from_total, to_total FROM mainstay.health_status_changes ORDER BY 1")
            #expect(try said.map { try $0.decode("from_status", as: String?.self) } == [nil, "Critical"])
            #expect(try said.map { try $0.decode("to_status", as: String?.self) } == ["Critical", nil])
            #expect(try said.map { try $0.decode("processed_at", as: Moment.self) } == [now, now.adding(seconds: 1)])
            #expect(try said.map { try $0.decode("from_total", as: Int?.self) } == [nil, 30])
        }
    }

    @Test func aClockALittleBehindDoesNotUndoWhatWasComputed() async throws {
        try await Ledger.open { ledger in
            let clock = FixedClock(now)
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, now.adding(days: -1))
            _ = try await refresh(ledger, clock).bringUpToDate()
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.engagement == 30)
            // Another server's clock is half a minute behind: by it the customer would still be within the day.
            clock.set(now.adding(seconds: -30))
            try await ledger.ticket(customer, start)
            _ = try await refresh(ledger, clock).bringUpToDate()
            #expect(
                try await ledger.answers.storedScores()[customer]?.row.score
                    == Score(engagement: 30, support: 20, value: 0, total: 50, status: .atRisk))
            // Ten minutes are somebody's intention.
            clock.set(now.adding(seconds: -600))
            try await ledger.ticket(customer, start)
            _ = try await refresh(ledger, clock).bringUpToDate()
            #expect(
                try await ledger.answers.storedScores()[customer]?.row.score
                    == Score(engagement: 40, support: 10, value: 0, total: 50, status: .atRisk))
        }
    }

    @Test func aModelMadeOnAMachineWhoseClockIsAheadCountsForEverybodyInTime() async throws {
        try await Ledger.open { ledger in
            let clock = FixedClock(now)
            let customer = try await ledger.customer(start)
            _ = try await refresh(ledger, clock).bringUpToDate()
            let since = now.adding(seconds: 3)
            try await ledger.model(since: since, ["engagement_weight": 0, "support_weight": 100, "value_weight": 0])
            _ = try await refresh(ledger, clock).bringUpToDate()
            clock.set(since)
            _ = try await refresh(ledger, clock).bringUpToDate()
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.total == 100)
            #expect(try await refresh(ledger, clock).reconcile().differences == 0)
        }
    }

    @Test func everybodyIsRescoredInBatchesAndSlicesOfAnySize() async throws {
        try await Ledger.open { ledger in
            for number in 0..<7 {
                let customer = try await ledger.customer(start.adding(days: Int64(number)))
                try await ledger.event(customer, now.adding(days: -Int64(number)))
            }
            var batches = 0
            while try await ledger.connection.query("SELECT rescored FROM mainstay.rescore_batch(\(now), 2)").first?.decode("rescored") ?? 0
                > 0
            { batches += 1 }
            // Seven customers and as many events wait in 14 entries.
            #expect(batches == 7)
            #expect(try await ledger.answers.storedScores().count == 7)
            #expect(try await ledger.answers.scores(at: now) == ledger.answers.storedScores().mapValues(\.row))
        }
    }
}
