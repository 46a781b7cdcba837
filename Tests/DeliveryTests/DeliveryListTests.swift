import Domain
import Postgres
import TestSupport
import Testing

@testable import Delivery

@Suite struct DeliveryListTests {
    /// What failed long ago stands before everything that was sent since, which is not to be read for it; so many failed that the planner would try.
    @Test(arguments: [
        ([MessageState.failed], 50), ([.failed, .dead], 50), ([.waiting], 0), ([.undeliverable, .sending], 0),
    ])
    func whatIsNotSentIsFoundWithoutWhatIs(states: [MessageState], count: Int) async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute(
                """
                INSERT INTO mainstay.messages (message_id, channel, target, kind, rule, subject_key, content, created_at, state, next_try_at, give_up_at,
                                               given_up_at)
                SELECT gen_random_uuid(), 'slack', '#a', 'fired', 'critical_customer', 's', '{}', \(noon), CASE WHEN i <= 3000 THEN 'failed' ELSE 'sent' END,
                       \(noon), \(noon), CASE WHEN i <= 3000 THEN \(noon)::timestamptz END
                  FROM generate_series(1, 40000) AS i
                """)
            try await database.pool.execute("ANALYZE mainstay.messages")
            try await database.pool.transaction { connection in
                let found = try await Delivery.newest(states: states, limit: 50, on: connection)
                #expect(found.map(\.number) == Array((1...3000).reversed().prefix(count)).map(Int64.init))
                let read = try await connection.query(
                    """
                    SELECT (seq_tup_read + COALESCE(idx_tup_fetch, 0))::bigint AS rows FROM pg_stat_xact_user_tables
                     WHERE relid = 'mainstay.messages'::regclass
                    """
                ).first?.decode("rows", as: Int.self)
                #expect((read ?? .max) < 4_000)
            }
        }
    }
}
