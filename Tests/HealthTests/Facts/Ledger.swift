import Domain
import Foundation
import Postgres
import TestSupport

@testable import Health

/// One customer after the other, written as an application would write them, for tests with a story.
struct Ledger: Sendable {
    let database: TestDatabase
    let connection: Connection

    nonisolated(nonsending) static func open(_ body: (Ledger) async throws -> Void) async throws {
        try await TestDatabase.withMigrated { database in
            let connection = try await database.connect()
            try await body(Ledger(database: database, connection: connection))
            await connection.close()
        }
    }

    var answers: Answers { Answers(connection: connection) }

    @discardableResult
    func customer(_ createdAt: Moment, id: UUID = UUID(), tier: String? = nil) async throws -> UUID {
        try await connection.execute(
            "INSERT INTO mainstay.users (user_id, email, created_at, subscription_tier) VALUES (\(id), 'c@example.com', \(createdAt), \(tier))"
        )
        return id
    }

    func event(_ customer: UUID, _ moment: Moment, type: String = "page_view", feature: String? = nil) async throws {
        try await connection.execute(
            """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature) VALUES (\(customer), \(type), \(moment), \(feature))
            """)
    }

    func adopted(_ customer: UUID, _ feature: String?, _ moment: Moment) async throws {
        try await event(customer, moment, type: "feature_adopted", feature: feature)
    }

    @discardableResult
    func ticket(_ customer: UUID, _ openedAt: Moment, closed closedAt: Moment? = nil, status: String = "open") async throws -> UUID {
        let id = UUID()
        try await connection.execute(
            """
            INSERT INTO mainstay.support_tickets (user_id, ticket_id, status, opened_at, closed_at)
            VALUES (\(customer), \(id), \(status), \(openedAt), \(closedAt))
            """)
        return id
    }

    /// Sets columns of a customer; what is not dated is dated `moment`.
    func change(_ customer: UUID, at moment: Moment, _ columns: SQL) async throws {
        try await connection.transaction { connection in
            try await connection.execute("SELECT set_config('mainstay.now', \(moment.iso8601), true)")
            try await connection.execute("UPDATE mainstay.users SET \(columns) WHERE user_id = \(customer)")
        }
    }

    /// Adds a model version that differs in some parameters.
    func model(since moment: Moment, _ changes: KeyValuePairs<String, Int>) async throws {
        try await connection.transaction { connection in
            let (names, values) = (changes.map(\.key), changes.map { "\($0.value)" })
            try await connection.execute(
                """
                UPDATE mainstay.parameters AS p SET value = c.value FROM unnest(\(names), \(values)) AS c (name, value) WHERE p.name = c.name
                """)
            _ = try await connection.query("SELECT mainstay.add_health_model(\(moment))")
        }
    }

    func refresh(_ moment: Moment) async throws {
        _ = try await ScoreRefresh(pool: database.pool, clock: FixedClock(moment)).bringUpToDate()
    }

    func isActive(_ customer: UUID, _ moment: Moment) async throws -> Bool {
        try await answers.score(of: customer, at: moment) != nil
    }

    func score(_ customer: UUID, _ moment: Moment) async throws -> Score? { try await answers.score(of: customer, at: moment)?.score }
}
