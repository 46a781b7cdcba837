import Domain
import Foundation
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Delivery

/// What was given up is sent again when somebody says so; what is on its way is not.
@Suite struct RenewedDeliveryTests {
    @Test func whatFailedOrDiedIsSentAgain() async throws {
        try await TestDatabase.withMigrated { database in
            let ids = [try await database.enqueue("failed"), try await database.enqueue("dead")]
            let isWell = Mutex(false)
            let channel = ToldChannel { message in
                if isWell.withLock(\.self) { return .sent(answer: "ok") }
                return message.content.title == "failed" ? .failed(reason: "HTTP 404") : .retry(after: nil, reason: "HTTP 503")
            }
            let outbox = database.outbox(channel)
            let later = noon.adding(days: 2)
            for moment in [noon, noon, later] { _ = try await outbox.deliverDue(now: moment) }
            #expect(try await database.states() == ["failed", "dead"])
            isWell.withLock { $0 = true }
            for id in ids {
                let renewed = try await database.pool.transaction { try await Delivery.retry(id.uuidString, now: later, on: $0) }
                #expect(renewed.state == .waiting && renewed.attemptCount == 0)
            }
            for _ in ids { _ = try await outbox.deliverDue(now: later) }
            #expect(try await database.states() == ["sent", "sent"])
            // Under the ids that they had: a receiver may have got one all the same.
            #expect(channel.messages.suffix(2).map(\.id) == ids)
            #expect(try await database.attempts() == ["failed", "retry", "retry", "sent", "sent"])
        }
    }

    @Test func allAtOnceForAnotherDay() async throws {
        try await TestDatabase.withMigrated { database in
            for number in 1...3 { try await database.enqueue("\(number)") }
            let outbox = database.outbox(ToldChannel { _ in .failed(reason: "HTTP 410") })
            for _ in 1...3 { _ = try await outbox.deliverDue(now: noon) }
            let later = noon.adding(days: 3)
            #expect(try await database.pool.transaction { try await Delivery.retryAll(now: later, on: $0) } == 3)
            #expect(try await database.pool.transaction { try await Delivery.retryAll(now: later, on: $0) } == 0)
            // Not the first moment's day, which is over.
            let away = database.outbox(ToldChannel { _ in .retry(after: nil, reason: "HTTP 503") })
            for _ in 1...3 { _ = try await away.deliverDue(now: later.adding(seconds: 86_399)) }
            #expect(try await database.states() == ["waiting", "waiting", "waiting"])
        }
    }

    @Test func onlyWhatWasGivenUp() async throws {
        try await TestDatabase.withMigrated { database in
            let id = try await database.enqueue("waits")
            await #expect(throws: DeliveryError.notGivenUp(id, .waiting)) {
                try await database.pool.transaction { try await Delivery.retry(id.uuidString, now: noon, on: $0) }
            }
            await #expect(throws: DeliveryError.messageUnknown("nonsense")) {
                try await database.pool.transaction { try await Delivery.retry("nonsense", now: noon, on: $0) }
            }
        }
    }
}
