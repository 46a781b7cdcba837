import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

/// A session that ends in the middle of its work has done nothing, and what it had taken still waits.
@Suite struct KilledBatchTests {
    private let start = time("2024-01-01T00:00:00Z")
    private let now = time("2024-03-01T00:00:00Z")

    @Test(.timeLimit(.minutes(20))) func aKilledBatchLosesNothing() async throws {
        try await Ledger.open { ledger in
            let (first, second) = (try await ledger.customer(start), try await ledger.customer(start))
            try await ledger.refresh(now)
            try await ledger.ticket(first, start)
            try await ledger.adopted(second, "reports", start)
            try await ledger.connection.execute(
                "INSERT INTO mainstay.retention_campaigns (campaign_type, user_id, sent_at) VALUES ('at_risk', \(first), \(start))")
            let before = try await ledger.answers.storedScores()

            // Somebody holds a row that the batch has to write.
            let holder = try await ledger.database.connect()
            let worker = try await ledger.database.connect()
            try await holder.transaction { holder in
                try await holder.execute("SELECT FROM mainstay.customer_health_scores WHERE user_id = \(second) FOR UPDATE")
                let pid = await worker.backendPID
                let batch = Task { [now] in try await RescoreBatch.run(on: worker, asOf: now) }
                try await ledger.connection.untilWaitingForLock(pid)
                #expect(try await ledger.connection.endSessions(where: "pid = \(pid)") == 1)
                let error = await #expect(throws: PostgresError.self) { try await batch.value }
                #expect(error?.isConnectionFailure == true)
            }
            #expect(try await ledger.answers.storedScores() == before)
            #expect(try await ledger.answers.waiting() == 2)

            try await ledger.refresh(now)
            let scores = try await ledger.answers.storedScores()
            #expect(scores[first]?.row.score.total == 20 && scores[second]?.row.score.total == 35)
            #expect(try await ledger.answers.waiting() == 0)
            #expect(try await ledger.answers.brokenLedgers() == [])
            await holder.close()
        }
    }

    @Test(.timeLimit(.minutes(20))) func aKilledReconcileLeavesWholeSlicesAndTheNextOneEndsIt() async throws {
        try await Ledger.open { ledger in
            let customers = [try await ledger.customer(start), try await ledger.customer(start)].sorted { $0.uuidString < $1.uuidString }
            try await ledger.refresh(now)
            try await ledger.connection.transaction { connection in
                try await connection.execute("SET LOCAL mainstay.bulk_load = on")
                try await connection.execute(
                    "INSERT INTO mainstay.support_tickets (user_id, status, opened_at) SELECT unnest(\(customers)), 'open', \(start)")
                try await connection.execute("INSERT INTO mainstay.rescore_queue (user_id) VALUES (NULL)")
            }
            let holder = try await ledger.database.connect()
            let worker = try await ledger.database.connect()
            let slices = CustomerRange.covering(starts: [customers[1]])
            func reconcile(_ slice: CustomerRange) async throws {
                try await worker.execute("SELECT mainstay.reconcile_range(\(slice.first), \(slice.last), \(now))")
            }
            try await holder.transaction { holder in
                try await holder.execute("SELECT FROM mainstay.customer_health_scores WHERE user_id = \(customers[1]) FOR UPDATE")
                let pid = await worker.backendPID
                let run = Task {
                    for slice in slices { try await reconcile(slice) }
                }
                try await ledger.connection.untilWaitingForLock(pid)
                #expect(try await ledger.connection.endSessions(where: "pid = \(pid)") == 1)
                await #expect(throws: PostgresError.self) { try await run.value }
            }
            let scores = try await ledger.answers.storedScores()
            #expect(customers.map { scores[$0]?.row.score.support } == [20, 30])
            // Everybody still waits, so answers come from the facts.
            #expect(try await ledger.answers.scores(at: now).values.map(\.score.support) == [20, 20])
            try await ledger.refresh(now)
            #expect(try await ledger.answers.storedScores().values.map(\.row.score.support) == [20, 20])
            #expect(try await ledger.answers.waiting() == 0)
            await holder.close()
        }
    }
}
