import Domain
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Health

/// Many write at once while batches and reconciles run: nothing is missed, and nothing that merely waits is called wrong.
@Suite struct ConcurrentWritersTests {
    private static let start = time("2024-01-01T00:00:00Z")
    private static let now = time("2024-03-01T00:00:00Z")

    /// One application: small transactions on random customers, some of them rolled back.
    private struct Writer {
        private struct GivenUp: Error {}

        let connection: Connection
        let customers: [UUID]
        var random: SplitMix64
        /// Each writer has its own, as each user of an application works on other tickets.
        var tickets: [UUID] = []

        mutating func work(transactions: Int) async throws {
            for _ in 0..<transactions {
                let statements = statements()
                let givesUp = random.chance(percent: 10)
                do {
                    try await connection.transaction { connection in
                        for statement in statements { try await connection.execute(statement) }
                        if givesUp { throw GivenUp() }
                    }
                } catch is GivenUp {}
            }
        }

        /// At most one row of `users`: PostgreSQL itself makes two wait for each other who change the same rows in different order.
        private mutating func statements() -> [SQL] {
            var statements: [SQL] = []
            for _ in 0..<random.number(in: 1...4) {
                let customer = random.pick(customers)
                let moment = ConcurrentWritersTests.start.adding(microseconds: Int64(random.number(below: 70) * 86_400_000_000))
                switch random.number(below: 6) {
                case 0, 1:
                    let feature = random.pick(["a", "b", "c", nil])
                    statements.append(
                        "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature) VALUES (\(customer), 'feature_adopted', \(moment), \(feature))"
                    )
                case 2:
                    let ticket = UUID()
                    tickets.append(ticket)
                    statements.append(
                        "INSERT INTO mainstay.support_tickets (user_id, ticket_id, status, opened_at) VALUES (\(customer), \(ticket), 'open', \(moment))"
                    )
                case 3 where !tickets.isEmpty:
                    statements.append("UPDATE mainstay.support_tickets SET status = 'closed' WHERE ticket_id = \(random.pick(tickets))")
                case 4 where !tickets.isEmpty:
                    statements.append("DELETE FROM mainstay.support_tickets WHERE ticket_id = \(random.pick(tickets))")
                default:
                    statements.append(
                        "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) VALUES (\(customer), 'x', \(moment))")
                }
            }
            if random.chance(percent: 30) {
                let status = random.pick(["active", "churned"])
                statements.append("UPDATE mainstay.users SET status = \(status) WHERE user_id = \(random.pick(customers))")
            }
            return statements
        }
    }

    /// Whether anybody still writes.
    private final class Writing: Sendable {
        private let writers: Mutex<Int>

        init(writers: Int) { self.writers = Mutex(writers) }

        var isOn: Bool { writers.withLock { $0 > 0 } }

        func end() { writers.withLock { $0 -= 1 } }
    }

    @Test(.timeLimit(.minutes(20)), arguments: 1...4) func nothingIsMissed(seed: UInt64) async throws {
        try await Ledger.open { ledger in
            var customers: [UUID] = []
            for _ in 0..<8 { customers.append(try await ledger.customer(Self.start)) }
            let clock = FixedClock(Self.now)
            let refresh = ScoreRefresh(pool: ledger.database.pool, clock: clock)
            let writing = Writing(writers: 3)
            let differences = try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<3 {
                    let connection = try await ledger.database.connect()
                    let writer = Writer(connection: connection, customers: customers, random: SplitMix64(seed: seed * 10 + UInt64(number)))
                    group.addTask {
                        var writer = writer
                        defer { writing.end() }
                        try await writer.work(transactions: 40)
                        await connection.close()
                        return 0
                    }
                }
                // Engines, of which only one should run; but if there were two, no harm would come of it.
                for _ in 0..<2 {
                    group.addTask {
                        var differences = 0
                        do {
                            while writing.isOn {
                                for _ in 0..<5 { try await ledger.database.pool.execute("SELECT mainstay.rescore_batch(\(clock.now), 3)") }
                                clock.advance(seconds: 1)
                                differences += try await refresh.reconcile().differences ?? 0
                            }
                        } catch is CancellationError {
                            // The writers are done; whatever was under way is rolled back.
                        }
                        return differences
                    }
                }
                return try await group.reduce(0, +)
            }
            #expect(differences == 0)
            _ = try await refresh.bringUpToDate()
            #expect(try await refresh.reconcile().differences == 0)
            #expect(try await ledger.answers.waiting() == 0)
            #expect(try await ledger.answers.brokenLedgers() == [])
            // Everything that is stored is what the facts give that are there in the end.
            let rows = try await ledger.connection.query(
                """
                SELECT count(*)::integer AS different
                  FROM mainstay.scores_of_customers(\(customers), \(clock.now)) AS c
                  LEFT JOIN mainstay.customer_health_scores AS s ON s.user_id = c.user_id
                 WHERE s.total_health_score IS DISTINCT FROM c.total_health_score
                """)
            #expect(try rows.first?.decode("different") == 0)
        }
    }
}
