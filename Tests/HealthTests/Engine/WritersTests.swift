import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

/// Writers of facts do not wait for one another, nor for the engine, whatever order they come in.
///
/// (Two who change the same row wait for each other as PostgreSQL has it; rows of facts of the same customer are another matter.)
@Suite struct WritersTests {
    private let start = time("2024-01-01T00:00:00Z")
    private let now = time("2024-03-01T00:00:00Z")

    /// One writer's ticket for each customer.
    private struct Writer {
        let connection: Connection
        let tickets: [UUID: UUID]

        func write(_ customer: UUID, _ moment: Moment, round: Int) async throws {
            try await connection.execute(
                "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) VALUES (\(customer), 'x', \(moment))")
            try await connection.execute(
                "UPDATE mainstay.support_tickets SET status = \(round.isMultiple(of: 2) ? "open" : "closed"), closed_at = NULL WHERE ticket_id = \(tickets[customer])"
            )
            try await connection.execute("DELETE FROM mainstay.usage_events WHERE user_id = \(customer) AND event_type = 'none'")
        }
    }

    @Test(.timeLimit(.minutes(20))) func twoWritersInOppositeOrderNeverDeadlock() async throws {
        try await Ledger.open { ledger in
            let customers = [try await ledger.customer(start), try await ledger.customer(start)]
            var writers: [Writer] = []
            for _ in 0..<2 {
                var tickets: [UUID: UUID] = [:]
                for customer in customers { tickets[customer] = try await ledger.ticket(customer, start) }
                writers.append(Writer(connection: try await ledger.database.connect(), tickets: tickets))
            }
            let engine = try await ledger.database.connect()
            for round in 0..<40 {
                let moment = now.adding(microseconds: Int64(round))
                let (here, there) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (writer, order, mine, other) in [
                        (writers[0], customers, here, there), (writers[1], customers.reversed(), there, here),
                    ] {
                        group.addTask {
                            try await writer.connection.transaction { _ in
                                try await writer.write(order[0], moment, round: round)
                                // Both have written their first customer before either goes on to the second.
                                mine.continuation.yield()
                                var signals = other.stream.makeAsyncIterator()
                                await signals.next()
                                try await writer.write(order[1], moment, round: round)
                            }
                        }
                    }
                    // The engine comes in between, and is not kept waiting.
                    group.addTask {
                        _ = try await RescoreBatch.run(on: engine, asOf: moment)
                        _ = try await CampaignStamps.stampBatch(on: engine, asOf: moment)
                    }
                    try await group.waitForAll()
                }
            }
            try await ledger.refresh(now.adding(seconds: 1))
            let scores = try await ledger.answers.storedScores()
            #expect(customers.allSatisfy { scores[$0]?.row.inputs.lastActivity == now.adding(microseconds: 39) })
            #expect(try await ledger.answers.waiting() == 0)
            for writer in writers { await writer.connection.close() }
            await engine.close()
        }
    }

    @Test(.timeLimit(.minutes(20))) func theEngineDoesNotWaitForAWriterNorTheOtherWayRound() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.refresh(now)
            let writer = try await ledger.database.connect()
            let engine = try await ledger.database.connect()
            try await ledger.ticket(customer, start)
            try await engine.transaction { engine in
                _ = try await engine.query("SELECT mainstay.rescore_batch(\(now), 10)")
                // The batch is not committed yet.
                try await writer.transaction { writer in
                    try await writer.execute(
                        "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) VALUES (\(customer), 'x', \(now))")
                    try await writer.execute("UPDATE mainstay.users SET last_login = \(now) WHERE user_id = \(customer)")
                }
            }
            try await writer.transaction { writer in
                try await writer.execute(
                    "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) VALUES (\(customer), 'y', \(now))")
                // The writer is not committed yet.
                #expect(try await RescoreBatch.run(on: engine, asOf: now).rescored == 1)
            }
            #expect(try await RescoreBatch.run(on: engine, asOf: now).rescored == 1)
            #expect(try await ledger.answers.storedScores()[customer]?.row.score.total == 60)
            await writer.close()
            await engine.close()
        }
    }

    @Test(.timeLimit(.minutes(20))) func whoChangesCampaignsInAnyOrderIsNotDisturbedByStamps() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.connection.execute(
                "INSERT INTO mainstay.retention_campaigns (id, campaign_type, user_id, sent_at) SELECT n, 'at_risk', \(customer), \(start) FROM generate_series(1, 3) AS n"
            )
            let writer = try await ledger.database.connect()
            let engine = try await ledger.database.connect()
            try await writer.transaction { writer in
                try await writer.execute("UPDATE mainstay.retention_campaigns SET opened_at = \(now) WHERE id = 2")
                try await engine.transaction { engine in
                    // Stamps those that nobody holds; the other one waits for its turn.
                    let stamped = try await CampaignStamps.stampBatch(on: engine, asOf: now)
                    #expect(stamped == 2)
                    let left = try await CampaignStamps.stampBatch(on: engine, asOf: now)
                    #expect(left == 0)
                }
                try await writer.execute("UPDATE mainstay.retention_campaigns SET opened_at = \(now) WHERE id IN (1, 3)")
            }
            #expect(try await CampaignStamps.stampBatch(on: engine, asOf: now) == 1)
            #expect(try await ledger.answers.stampedCampaigns().values.map(\.before?.total) == [30, 30, 30])
            await writer.close()
            await engine.close()
        }
    }
}
