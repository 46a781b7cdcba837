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
            #expect(try await database.pool.transaction { try await Delivery.retryAll(now: later, on: $0) }.renewed == 3)
            #expect(try await database.pool.transaction { try await Delivery.retryAll(now: later, on: $0) }.renewed == 0)
            // Not the first moment's day, which is over.
            let away = database.outbox(ToldChannel { _ in .retry(after: nil, reason: "HTTP 503") })
            for _ in 1...3 { _ = try await away.deliverDue(now: later.adding(seconds: 86_399)) }
            #expect(try await database.states() == ["waiting", "waiting", "waiting"])
        }
    }

    /// *Fired* behind *resolved* would be a false alarm, and what is older than a week is no news.
    @Test func allAtOnceLeavesOutWhatIsOverOrOld() async throws {
        try await TestDatabase.withMigrated { database in
            for (id, closed): (Int64, Moment?) in [(1, noon), (2, nil), (3, noon), (4, noon)] {
                try await database.pool.execute(
                    """
                    INSERT INTO mainstay.alerts (alert_id, rule, subject, severity, state, opened_at, fires_at, fired_at, closed_at)
                    OVERRIDING SYSTEM VALUE VALUES (\(id), 'critical_customer', \("customer:\(id)"), 'high', \(closed == nil ? "firing" : "resolved"),
                                                    \(noon), \(noon), \(noon), \(closed))
                    """)
            }
            let over = try await database.enqueue("fired", alerts: [1])
            try await database.enqueue("repeated", kind: "repeated", alerts: [1, 3])
            try await database.enqueue("one of them open", kind: "escalated", alerts: [2, 3])
            try await database.enqueue("told", alerts: [3])
            try await database.enqueue("over, and told that it fired", kind: "resolved", alerts: [3])
            try await database.enqueue("never told", alerts: [4])
            try await database.enqueue("over, and never told that it fired", kind: "resolved", alerts: [4])
            try await database.enqueue("old", kind: "digest", alerts: [], at: noon.adding(days: -7).adding(microseconds: -1))
            try await database.enqueue("young", kind: "digest", alerts: [], at: noon.adding(days: -7))
            try await database.enqueue("a test", kind: "test", alerts: [])
            try await database.pool.execute(
                """
                UPDATE mainstay.messages SET state = CASE content ->> 'title' WHEN 'told' THEN 'sent' ELSE 'failed' END, given_up_at = \(noon)
                """)
            let renewal = try await database.pool.transaction { try await Delivery.retryAll(now: noon, on: $0) }
            #expect(renewal == Renewal(renewed: 3, over: 4, old: 1, tests: 1) && renewal.leftOut == 6)
            let waiting = try await database.pool.query(
                "SELECT content ->> 'title' AS title FROM mainstay.messages WHERE state = 'waiting' ORDER BY number")
            #expect(
                try waiting.map { try $0.decode("title", as: String.self) } == [
                    "one of them open", "over, and told that it fired", "young",
                ])
            // Whoever names one wants that one.
            #expect(try await database.pool.transaction { try await Delivery.retry(over.uuidString, now: noon, on: $0) }.state == .waiting)
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
