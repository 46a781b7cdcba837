import Access
import Delivery
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite struct MessageRenewalTests {
    private let noon = Moment(microseconds: 1_780_000_000_000_000)

    private func message(_ state: String, rule: String = "critical_customer", _ database: TestDatabase) async throws -> UUID {
        try #require(
            try await database.pool.query(
                """
                INSERT INTO mainstay.messages (message_id, channel, target, kind, rule, subject_key, content, created_at, state, next_try_at, give_up_at)
                VALUES (gen_random_uuid(), 'slack', '#a', 'fired', \(rule), \(rule), '{"title": "Acme"}', \(noon), \(state), \(noon), \(noon))
                RETURNING message_id
                """
            ).first?.decode("message_id", as: UUID.self))
    }

    @Test func whatIsSentAgainStandsInTheAuditLogWithWhoSaidSo() async throws {
        try await TestDatabase.withMigrated { database in
            let (lost, _, sent) = (
                try await message("failed", database), try await message("dead", database), try await message("sent", database)
            )
            let later = noon.adding(days: 1)
            let delivery = try await MessageRenewal.one(
                lost.uuidString, by: .token("bot", address: "10.0.0.1"), now: later, on: database.pool)
            #expect(delivery.state == .waiting && delivery.nextTryAt == later)
            await #expect(throws: DeliveryError.notGivenUp(sent, .sent)) {
                try await MessageRenewal.one(sent.uuidString, by: .machineUser("root"), now: later, on: database.pool)
            }
            #expect(
                try await MessageRenewal.all(by: .machineUser("root"), now: later, on: database.pool).text
                    == "1 message is to be sent again")
            #expect(try await MessageRenewal.all(by: .machineUser("root"), now: later, on: database.pool).renewed == 0)
            let log = try await database.pool.withConnection { try await AuditLog.newest(on: $0) }
            #expect(log.map(\.action) == ["delivery-retried", "delivery-retried"])
            #expect(log.last?.actor == "bot" && log.last?.details["message"] == lost.uuidString.lowercased())
            #expect(log.first?.details == ["messages": "1"])
        }
    }

    @Test func whatIsLeftOutIsSaidWithTheReason() async throws {
        try await TestDatabase.withMigrated { database in
            for _ in 1...2 { _ = try await message("dead", database) }
            let renewal = try await MessageRenewal.all(by: .machineUser("root"), now: noon.adding(days: 8), on: database.pool)
            #expect(
                renewal.text == """
                    0 messages are to be sent again
                    left out: 2 older than 7 days; mainstay deliveries retry ID sends one of them all the same
                    """)
            #expect(try await database.pool.withConnection { try await AuditLog.newest(on: $0) }.isEmpty)
        }
    }

    @Test func aTestOfARouteStandsThereToo() async throws {
        try await TestDatabase.withMigrated { database in
            let trial = try await RouteTrial.run(
                "critical", settings: AlertSettings(), by: .machineUser("root"), now: noon, on: database.pool)
            #expect(trial.target.target == "#customer-success-urgent" && trial.outcome.word == "failed")
            let listed = try await database.pool.withConnection { try await DeliveryList.fetch(DeliveryQuery(), on: $0) }.deliveries
            #expect(listed.map(\.kind) == ["test"] && listed.first?.route == "critical" && listed.first?.lastError == trial.outcome.text)
            await #expect(throws: DeliveryError.routeUnknown("none")) {
                try await RouteTrial.run("none", settings: AlertSettings(), by: .machineUser("root"), now: noon, on: database.pool)
            }
            let log = try await database.pool.withConnection { try await AuditLog.newest(on: $0) }
            #expect(log.map(\.action) == ["route-tested"] && log.first?.details == ["route": "critical", "outcome": "failed"])
        }
    }

    @Test func messagesAreListedByStateAndRulePageByPage() async throws {
        try await TestDatabase.withMigrated { database in
            var ids: [UUID] = []
            for (state, rule) in [
                ("sent", "critical_customer"), ("dead", "system_degraded"), ("undeliverable", "critical_customer"),
                ("failed", "critical_customer"), ("waiting", "system_degraded"),
            ] { ids.append(try await message(state, rule: rule, database)) }
            func list(_ query: DeliveryQuery) async throws -> DeliveryList {
                try await database.pool.withConnection { try await DeliveryList.fetch(query, on: $0) }
            }
            let first = try await list(DeliveryQuery(limit: 2))
            #expect(first.deliveries.map(\.id) == [ids[4], ids[3]])
            #expect(first.counts == [.dead: 1, .undeliverable: 1, .failed: 1, .waiting: 1])
            let second = try await list(DeliveryQuery(before: first.next, limit: 3))
            #expect(second.deliveries.map(\.id) == [ids[2], ids[1], ids[0]] && second.next == nil)
            #expect(try await list(DeliveryQuery(states: [.failed, .dead])).deliveries.map(\.id) == [ids[3], ids[1]])
            let ofSystems = try await list(DeliveryQuery(rules: ["system_degraded"]))
            #expect(ofSystems.deliveries.map(\.id) == [ids[4], ids[1]] && ofSystems.counts == [.dead: 1, .waiting: 1])
            #expect(try await list(DeliveryQuery(rules: [])).deliveries.isEmpty)
        }
    }
}
