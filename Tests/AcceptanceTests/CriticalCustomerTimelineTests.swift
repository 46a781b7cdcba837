import CustomerMetrics
import Domain
import Foundation
import Health
import Postgres
import TestSupport
import Testing

/// One customer over five weeks, as the engine sees him pass by pass and as other programs hear of him.
@Suite struct CriticalCustomerTimelineTests {
    /// The message as the source document has it.
    private struct Alert: Decodable {
        let userId: String
        let email: String
        let healthScore: Int
        let lastActivity: String
    }

    private static var reader: JSONDecoder {
        let reader = JSONDecoder()
        reader.keyDecodingStrategy = .convertFromSnakeCase
        return reader
    }

    @Test func aCustomerDriftsAwayAndComesBack() async throws {
        try await TestDatabase.withMigrated { database in
            let clock = FixedClock(try Moment(iso8601: "2026-03-02T09:00:00Z"))
            let refresh = ScoreRefresh(pool: database.pool, clock: clock)
            let (listening, isListening) = AsyncStream.makeStream(of: Void.self)
            let listener = Listener(database.configuration, channels: ["critical_customer_alert"]) { event in
                if case .listening = event { isListening.yield() }
            }
            var heard = listener.notifications().makeAsyncIterator()
            for await _ in listening { break }
            func total() async throws -> Int? {
                _ = try await refresh.bringUpToDate()
                let rows = try await database.pool.query("SELECT total_health_score AS total FROM mainstay.customer_health_scores")
                return try rows.first?.decode("total")
            }

            // Monday, 09:00: signs up, logs in, adopts two features.
            let id = CustomerID(source: "acme")
            try await database.pool.execute(
                """
                INSERT INTO mainstay.users (user_id, external_id, email, created_at, last_login)
                VALUES (\(id.uuid), 'acme', 'ada@acme.example', \(clock.now), \(clock.now))
                """)
            for feature in ["reports", "api"] {
                try await database.pool.execute(
                    """
                    INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
                    VALUES (\(id.uuid), 'feature_adopted', \(clock.now), \(feature))
                    """)
            }
            #expect(try await total() == 40 + 30 + 10)

            // A day later to the microsecond: 30 for engagement, and not a microsecond before.
            clock.advance(days: 1, microseconds: -1)
            #expect(try await total() == 80)
            clock.advance(microseconds: 1)
            #expect(try await total() == 70)

            // Day 7: 20 points. Two tickets open meanwhile.
            clock.advance(days: 6)
            #expect(try await total() == 60)
            try await database.pool.execute(
                """
                INSERT INTO mainstay.support_tickets (user_id, status, opened_at)
                SELECT \(id.uuid), 'open', \(clock.now) FROM generate_series(1, 2)
                """)
            #expect(try await total() == 40)

            // Day 30: no engagement left; critical, and said so once.
            clock.advance(days: 23)
            #expect(try await total() == 20)
            clock.advance(days: 1)
            #expect(try await total() == 20)

            let alert = try Self.reader.decode(Alert.self, from: Data(#require(try await heard.next()).payload.utf8))
            #expect(alert.userId == id.uuid.uuidString.lowercased() && alert.email == "ada@acme.example" && alert.healthScore == 20)

            // He logs in: out of danger, and the past stays as it was.
            try await database.pool.execute("UPDATE mainstay.users SET last_login = \(clock.now) WHERE user_id = \(id.uuid)")
            #expect(try await total() == 60)
            let statuses = try await database.pool.query(
                "SELECT from_status, to_status FROM mainstay.health_status_changes ORDER BY id"
            ).map { "\(try $0.decode("from_status", as: String?.self) ?? "–") → \(try $0.decode("to_status", as: String.self))" }
            #expect(statuses == ["– → Healthy", "Healthy → At-Risk", "At-Risk → Critical", "Critical → At-Risk"])
            let past = try await database.pool.query(
                "SELECT total_health_score AS total FROM mainstay.health_score_at(\(id.uuid), \(clock.now.adding(days: -1)))")
            #expect(try past.first?.decode("total") == 20)

            // Critical again a month later: the next that is heard is this one, so nothing was said in between.
            let login = clock.now
            clock.advance(days: 30)
            #expect(try await total() == 20)
            let second = try Self.reader.decode(Alert.self, from: Data(#require(try await heard.next()).payload.utf8))
            #expect(try Moment(iso8601: second.lastActivity) == login)
        }
    }
}
