import Domain
import Foundation
import Postgres
import TestSupport
import Testing

/// The contract of other programs (design.md §2): a notification on the transition below 40, whoever writes the table.
@Suite struct NotificationTests {
    private let start = time("2024-01-01T00:00:00Z")
    private let now = time("2024-03-01T00:00:00Z")

    /// Everything said on the channel until now.
    private struct Ear {
        let ledger: Ledger
        var iterator: AsyncThrowingStream<Postgres.Notification, any Error>.Iterator

        static func open(_ ledger: Ledger) async throws -> Ear {
            let (ready, out) = AsyncStream<Void>.makeStream()
            let heard = ledger.database.pool.listen(to: ["critical_customer_alert", "marker"]) { _ in out.yield() }
            for await _ in ready { break }
            return Ear(ledger: ledger, iterator: heard.makeAsyncIterator())
        }

        /// Notifications come in the order of commits, so what comes before the marker is all there is.
        mutating func heard() async throws -> [String] {
            try await ledger.connection.execute("NOTIFY marker")
            var payloads: [String] = []
            while let notification = try await iterator.next(), notification.channel != "marker" { payloads.append(notification.payload) }
            return payloads
        }
    }

    @Test(.timeLimit(.minutes(20))) func anEndlessAddressDoesNotStopTheScores() async throws {
        try await Ledger.open { ledger in
            var ear = try await Ear.open(ledger)
            let customer = try await ledger.customer(start)
            try await ledger.change(customer, at: start, "email = repeat('\u{1}ä\"', 20000)")
            try await ledger.refresh(now)
            let heard = try await ear.heard()
            #expect(heard.count == 1)
            #expect(heard.allSatisfy { $0.utf8.count < 8_000 && $0.contains(customer.uuidString.lowercased()) })
        }
    }

    @Test(.timeLimit(.minutes(20))) func fallingBelowFortyIsSaidOnceAndNotWhileItLasts() async throws {
        try await Ledger.open { ledger in
            var ear = try await Ear.open(ledger)
            let customer = try await ledger.customer(start)
            try await ledger.adopted(customer, "reports", start)
            #expect(try await ear.heard() == [], "facts say nothing, scores do")
            try await ledger.refresh(now)
            #expect(try await ear.heard().count == 1, "35 as the first score")
            try await ledger.refresh(now)
            try await ledger.ticket(customer, start)
            try await ledger.refresh(now)
            #expect(try await ear.heard() == [], "25 after 35")
            try await ledger.event(customer, now)
            try await ledger.refresh(now)
            #expect(try await ear.heard() == [], "65")
            try await ledger.refresh(now.adding(days: 7))
            #expect(try await ear.heard() == [], "45")
            try await ledger.refresh(now.adding(days: 30))
            #expect(try await ear.heard().count == 1, "25 again")
            try await ledger.change(customer, at: now.adding(days: 31), "status = 'churned'")
            try await ledger.refresh(now.adding(days: 31))
            #expect(try await ear.heard() == [], "no score is no low score")
            try await ledger.change(customer, at: now.adding(days: 32), "status = 'active'")
            try await ledger.refresh(now.adding(days: 32))
            #expect(try await ear.heard().count == 1, "25 after none")
        }
    }

    @Test(.timeLimit(.minutes(20))) func theMessageNamesTheCustomerTheScoreAndTheLastActivity() async throws {
        try await Ledger.open { ledger in
            var ear = try await Ear.open(ledger)
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, start.adding(microseconds: 1))
            try await ledger.refresh(now)
            let message = try #require(try await ear.heard().first)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(message.utf8)) as? [String: Any])
            #expect(object.keys.sorted() == ["email", "health_score", "last_activity", "user_id"])
            #expect(object["user_id"] as? String == customer.uuidString.lowercased())
            #expect(object["email"] as? String == "c@example.com")
            #expect(object["health_score"] as? Int == 30)
            let lastActivity = try #require(object["last_activity"] as? String)
            #expect(try Moment(iso8601: lastActivity) == start.adding(microseconds: 1))
        }
    }

    @Test(.timeLimit(.minutes(20))) func theContractIsFortyWhateverTheModelCallsCritical() async throws {
        try await Ledger.open { ledger in
            var ear = try await Ear.open(ledger)
            try await ledger.model(since: start, ["at_risk_threshold": 60])
            let customer = try await ledger.customer(start)
            for feature in ["a", "b", "c"] { try await ledger.adopted(customer, feature, start) }
            try await ledger.refresh(now)
            #expect(
                try await ledger.answers.storedScores()[customer]?.row.score
                    == Score(engagement: 0, support: 30, value: 15, total: 45, status: .critical))
            #expect(try await ear.heard() == [])
            // Whoever writes the table.
            try await ledger.connection.execute(
                "UPDATE mainstay.customer_health_scores SET support_score = 24, total_health_score = 39 WHERE user_id = \(customer)")
            #expect(try await ear.heard().count == 1)
        }
    }

    @Test(.timeLimit(.minutes(20))) func aBatchThatIsRolledBackSaysNothing() async throws {
        try await Ledger.open { ledger in
            struct GivenUp: Error {}
            var ear = try await Ear.open(ledger)
            try await ledger.customer(start)
            await #expect(throws: GivenUp.self) {
                try await ledger.connection.transaction { connection in
                    _ = try await connection.query("SELECT mainstay.rescore_batch(\(now), 10)")
                    throw GivenUp()
                }
            }
            #expect(try await ear.heard() == [])
            try await ledger.refresh(now)
            #expect(try await ear.heard().count == 1)
        }
    }
}
