import Domain
import Postgres
import TestSupport
import Testing

@testable import Delivery

/// A test of a route is a message like any other, as far as it arrived.
@Suite struct TestDeliveryTests {
    private func test(_ channel: ToldChannel, in database: TestDatabase) async throws -> TestDelivery {
        let route = try await database.pool.withConnection { try await RouteTarget.fetch("critical", on: $0) }
        let test = await TestDelivery.send(to: route, by: Channels(["slack": channel]), now: noon)
        try await database.pool.transaction { try await test.record(on: $0) }
        return test
    }

    private func gate(_ database: TestDatabase) async throws -> [String] {
        let row = try await database.pool.query(
            """
            SELECT c.state, COALESCE(c.needed, '') AS needed FROM mainstay.exit_gates(\(noon.adding(seconds: 60))) AS c
             WHERE c.check_name = 'alerts_delivering'
            """
        ).first
        return try ["state", "needed"].compactMap { try row?.decode($0, as: String.self) }
    }

    @Test func oneThatArrivesIsOnRecordAndASignOfLife() async throws {
        try await TestDatabase.withMigrated { database in
            #expect(try await gate(database) == ["unknown", "A message that arrives: `mainstay deliveries test --route NAME` sends one"])
            let channel = ToldChannel()
            let test = try await test(channel, in: database)
            #expect(test.outcome == .sent(answer: "ok"))
            let all = try await database.pool.withConnection { try await Delivery.newest(limit: 9, on: $0) }
            let delivery = try #require(all.first)
            #expect(all.count == 1 && delivery.id == channel.messages.first?.id && delivery.title == "Test of route critical")
            #expect(delivery.kind == "test" && delivery.route == "critical" && delivery.state == .sent && delivery.sentAt != nil)
            let attempts = try await database.pool.withConnection { try await delivery.attempts(on: $0) }
            #expect(attempts.map(\.outcome) == ["sent"] && attempts.first?.answer == "ok")
            #expect(try await gate(database) == ["passed", ""])
            // Nobody sends it once more.
            #expect(try await database.outbox(channel).deliverDue(now: noon.adding(days: 1)).attempts.isEmpty)
        }
    }

    @Test(arguments: [SendOutcome.failed(reason: "HTTP 404"), .retry(after: nil, reason: "HTTP 503")])
    func oneThatDoesNotIsShownAndSpeaksAgainstNothing(outcome: SendOutcome) async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await test(ToldChannel { _ in outcome }, in: database)
            let delivery = try await database.pool.withConnection { try await Delivery.newest(states: [.failed], limit: 9, on: $0) }.first
            #expect(delivery?.lastError == outcome.text && delivery?.sentAt == nil)
            #expect(try await database.attempts() == [outcome.word])
            #expect(try await gate(database).first == "unknown")
            #expect(try await database.pool.query("SELECT FROM mainstay.given_up_messages()").isEmpty)
            let check = try await database.pool.query(
                "SELECT FROM mainstay.daily_check(\(noon.adding(days: 1))) WHERE condition = 'alerts_delivered' AND outcome = 'passed'")
            #expect(check.count == 1)
        }
    }

    /// A webhook's address is a key, and the words of a message are kept.
    @Test func itsWordsDoNotShowAnAddress() async throws {
        let channel = ToldChannel()
        let hook = RouteTarget(route: "hook", channel: "webhook", target: "https://hooks.example/T0/secret")
        _ = await TestDelivery.send(to: hook, by: Channels(["webhook": channel]), now: noon)
        #expect(channel.messages.first?.content.summary == "If you can read this, messages of Mainstay reach hooks.example.")
    }
}
