import Domain
import Foundation
import Postgres
import Schema
import Synchronization
import TestSupport
import Testing

@testable import Delivery

/// A channel that answers as told and remembers what it was given.
final class ToldChannel: Channel {
    let spacing: Int64
    private let answer: @Sendable (OutgoingMessage) async -> SendOutcome
    private let kept = Mutex<[OutgoingMessage]>([])

    init(
        spacing: Int64 = 0, _ answer: @escaping @Sendable (OutgoingMessage) async -> SendOutcome = { _ in .sent(answer: "ok") }
    ) {
        (self.spacing, self.answer) = (spacing, answer)
    }

    var messages: [OutgoingMessage] { kept.withLock { $0 } }
    var titles: [String] { messages.map(\.content.title) }

    func canReach(_ target: String) -> Bool { target != "#nowhere" }
    func check(_ target: String) async -> ChannelCheck { .ready("told") }

    func send(_ message: OutgoingMessage, now: Moment) async -> SendOutcome {
        kept.withLock { $0.append(message) }
        return await answer(message)
    }
}

extension TestDatabase {
    @discardableResult
    func enqueue(
        _ title: String, subject: String? = nil, channel: String = "slack", target: String = "#a", kind: String = "fired",
        alerts: [Int64] = [12], at now: Moment = noon
    ) async throws -> UUID {
        let json = String(decoding: try JSONEncoder().encode(content(title: title)), as: UTF8.self)
        let rows = try await pool.query(
            """
            SELECT mainstay.enqueue_message('route', \(channel), \(target), \(kind), 'critical_customer', \(subject ?? title), \(json)::jsonb,
                                            \(alerts), \(now)) AS id
            """)
        return try #require(rows.first).decode("id")
    }

    func outbox(_ channel: any Channel, holder: String = "a", observe: @escaping @Sendable (OutboxEvent) -> Void = { _ in }) -> Outbox {
        Outbox(
            pool: pool, channels: Channels(["slack": channel]), clock: FixedClock(noon), holder: holder, chance: { 0.5 },
            stopwatch: Self.stopwatch, observe: observe)
    }

    /// Nothing takes any time.
    private static let stopwatch: @Sendable () -> ContinuousClock.Instant = {
        let instant = ContinuousClock.now
        return { instant }
    }()

    func states() async throws -> [String] {
        try await pool.query("SELECT state FROM mainstay.messages ORDER BY number").map { try $0.decode("state") }
    }

    func attempts() async throws -> [String] {
        try await pool.query("SELECT outcome FROM mainstay.delivery_attempts ORDER BY attempt_id").map { try $0.decode("outcome") }
    }
}

@Suite struct OutboxTests {
    @Test func whatIsSentIsOnRecord() async throws {
        try await TestDatabase.withMigrated { database in
            let id = try await database.enqueue("one")
            let channel = ToldChannel()
            let report = try await database.outbox(channel).deliverDue(now: noon)
            #expect(report.sent == 1)
            #expect(channel.messages.map(\.id) == [id])
            #expect(channel.messages.first?.alerts == [12])
            #expect(try await database.states() == ["sent"])
            #expect(try await database.attempts() == ["sent"])
            #expect(try await database.outbox(channel).deliverDue(now: noon).attempts.isEmpty)
        }
    }

    @Test func theOrderOfASubjectIsKept() async throws {
        try await TestDatabase.withMigrated { database in
            for title in ["fired", "resolved", "fired again"] { try await database.enqueue(title, subject: "acme") }
            try await database.enqueue("other")
            let isDown = Mutex(true)
            let channel = ToldChannel { message in
                message.content.title == "fired" && isDown.withLock { $0 } ? .retry(after: nil, reason: "down") : .sent(answer: "ok")
            }
            let outbox = database.outbox(channel)
            for _ in 1...3 { _ = try await outbox.deliverDue(now: noon) }
            #expect(Set(channel.titles) == ["fired", "other"])
            // What comes meanwhile is held back as long as the first.
            try await database.enqueue("resolved again", subject: "acme")
            isDown.withLock { $0 = false }
            #expect(try await outbox.deliverDue(now: noon.adding(seconds: 14)).attempts.isEmpty)
            for _ in 1...5 { _ = try await outbox.deliverDue(now: noon.adding(seconds: 15)) }
            #expect(channel.titles.filter { $0 != "other" } == ["fired", "fired", "resolved", "fired again", "resolved again"])
        }
    }

    /// 429 after ten seconds: the eight that are asked for begin then.
    @Test(arguments: [SendOutcome.retry(after: 8, reason: "429"), .retry(after: nil, reason: "500")])
    func aPauseBeginsWhenTheAttemptHasEnded(outcome: SendOutcome) async throws {
        try await TestDatabase.withMigrated { database in
            try await database.enqueue("one")
            let begin = ContinuousClock.now
            let looks = Mutex(0)
            let outbox = Outbox(
                pool: database.pool, channels: Channels(["slack": ToldChannel { _ in outcome }]), clock: FixedClock(noon), chance: { 0.5 },
                stopwatch: {
                    looks.withLock { count in
                        defer { count += 1 }
                        return begin + .seconds(10 * count)
                    }
                })
            let report = try await outbox.deliverDue(now: noon)
            #expect(report.attempts.map(\.nextTryAt) == [noon.adding(seconds: outcome.text == "429" ? 18 : 25)])
        }
    }

    @Test func whoHasAMessageIsKnownToTheNextTry() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.enqueue("one", target: "a@x.org, b@x.org, c@x.org")
            let channel = ToldChannel { message in
                switch message.reached.count {
                case 0: .partly(reached: ["a@x.org"], reason: "later b@x.org; later c@x.org")
                case 1: .partly(reached: ["c@x.org"], reason: "later b@x.org")
                default: .sent(answer: "ok")
                }
            }
            let outbox = database.outbox(channel)
            for seconds in [0, 15, 45] { _ = try await outbox.deliverDue(now: noon.adding(seconds: Int64(seconds))) }
            #expect(channel.messages.map(\.reached) == [[], ["a@x.org"], ["a@x.org", "c@x.org"]])
            #expect(try await database.states() == ["sent"])
            #expect(try await database.attempts() == ["retry", "retry", "sent"])
        }
    }

    @Test func aMessageThatCanNeverWorkStopsAtOnceAndIsVisible() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.enqueue("one", subject: "s")
            try await database.enqueue("two", subject: "s")
            let channel = ToldChannel { message in message.content.title == "one" ? .failed(reason: "HTTP 404") : .sent(answer: "ok") }
            let outbox = database.outbox(channel)
            for _ in 1...3 { _ = try await outbox.deliverDue(now: noon) }
            #expect(try await database.states() == ["failed", "sent"])
            let given = try await database.pool.query("SELECT route_id, messages, last_error FROM mainstay.given_up_messages(\(noon))")
            #expect(try given.map { try $0.decode("last_error", as: String.self) } == ["HTTP 404"])
            #expect(try await database.pool.query("SELECT FROM mainstay.given_up_messages(\(noon.adding(seconds: 60)))").isEmpty)
        }
    }

    @Test func after24HoursItIsGivenUp() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.enqueue("one")
            let outbox = database.outbox(ToldChannel { _ in .retry(after: nil, reason: "down") })
            var now = noon
            var tries = 0
            while try await database.states() == ["waiting"], tries < 100 {
                let report = try await outbox.deliverDue(now: now)
                tries += 1
                if let next = report.attempts.first?.nextTryAt { now = next }
            }
            #expect(try await database.states() == ["dead"])
            #expect(now == noon.adding(days: 1))
            #expect(tries == 55)
        }
    }

    @Test func twoServersSendEachMessageOnce() async throws {
        try await TestDatabase.withMigrated { database in
            for number in 1...40 { try await database.enqueue("\(number)", subject: "\(number % 13)") }
            let channel = ToldChannel()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for holder in ["a", "b"] {
                    group.addTask {
                        let outbox = database.outbox(channel, holder: holder)
                        while try await database.states().contains(where: { $0 != "sent" }) { _ = try await outbox.deliverDue(now: noon) }
                    }
                }
                try await group.waitForAll()
            }
            #expect(channel.messages.count == 40)
            #expect(Set(channel.messages.map(\.id)).count == 40)
            for subject in 0..<13 {
                let numbers = channel.titles.compactMap(Int.init).filter { $0 % 13 == subject }
                #expect(numbers == numbers.sorted())
            }
        }
    }

    /// The program dies when the message is sent and that is not yet recorded.
    @Test func aCrashRepeatsThatOneMessageUnderTheSameID() async throws {
        try await TestDatabase.withMigrated { database in
            let id = try await database.enqueue("one")
            try await database.enqueue("two", subject: "one")
            let (sent, isSent) = AsyncStream.makeStream(of: Void.self)
            let channel = ToldChannel { _ in
                isSent.yield()
                // Never comes back, as a program that is dead.
                await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in Forever.keep(continuation) }
                return .sent(answer: "too late")
            }
            let dying = Task { try await database.outbox(channel).deliverDue(now: noon) }
            for await _ in sent { break }
            dying.cancel()
            let survivor = ToldChannel()
            let outbox = database.outbox(survivor, holder: "b")
            #expect(try await outbox.deliverDue(now: noon.adding(seconds: 119)).attempts.isEmpty)
            #expect(try await outbox.deliverDue(now: noon.adding(seconds: 120)).sent == 1)
            #expect(channel.messages.map(\.id) == [id])
            #expect(survivor.messages.map(\.id) == [id])
            #expect(try await outbox.deliverDue(now: noon.adding(seconds: 121)).sent == 1)
            #expect(survivor.titles == ["one", "two"])
        }
    }

    @Test func withoutAChannelNothingIsLost() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.enqueue("old", subject: "s", at: noon.adding(days: -8))
            try await database.enqueue("one", subject: "s")
            try await database.enqueue("two", subject: "s")
            let events = Mutex<[String]>([])
            let without = Outbox(
                pool: database.pool, channels: Channels(.init(), links: links), clock: FixedClock(noon),
                observe: { event in
                    events.withLock { if case .noChannel(_, let target, let messages) = event { $0.append("\(target) \(messages)") } }
                })
            for _ in 1...2 { _ = try await without.deliverDue(now: noon) }
            #expect(try await database.states() == ["undeliverable", "undeliverable", "undeliverable"])
            #expect(events.withLock { $0 } == ["#a 3"])
            let channel = ToldChannel()
            let later = noon.adding(days: 6)
            let with = database.outbox(channel)
            for _ in 1...3 { _ = try await with.deliverDue(now: later) }
            #expect(channel.titles == ["one", "two"])
            #expect(try await database.states() == ["dead", "sent", "sent"])
        }
    }

    /// What a crash repeats is what was on its way: one message of a target, and a target that is slow keeps no other waiting.
    @Test func aTargetHasOneMessageOnItsWayAtATime() async throws {
        try await TestDatabase.withMigrated { database in
            for number in 1...3 { try await database.enqueue("slow \(number)", target: "#slow") }
            for number in 1...3 { try await database.enqueue("quick \(number)", target: "#quick") }
            let (answers, answer) = AsyncStream.makeStream(of: Void.self)
            let (quick, isDone) = AsyncStream.makeStream(of: Void.self)
            let channel = ToldChannel { message in
                if message.target == "#slow" { for await _ in answers { break } }
                return .sent(answer: "ok")
            }
            let outbox = database.outbox(channel) { event in
                if case .delivered(let attempt) = event, attempt.target == "#quick" { isDone.yield() }
            }
            let running = Task { await outbox.run() }
            var done = quick.makeAsyncIterator()
            for _ in 1...3 { await done.next() }
            #expect(channel.titles.filter { $0.hasPrefix("slow") } == ["slow 1"])
            running.cancel()
            answer.finish()
            await running.value
            // A claim that is under way when it ends may find the target free, and is then sent as well; none after it.
            let slow = channel.titles.filter { $0.hasPrefix("slow") }
            #expect(slow == ["slow 1"] || slow == ["slow 1", "slow 2"])
            #expect(try await database.states().prefix(3).map { $0 == "sent" } == (0..<3).map { $0 < slow.count })
        }
    }

    @Test func aSlackChannelGetsOneMessageASecond() async throws {
        try await TestDatabase.withMigrated { database in
            for number in 1...4 { try await database.enqueue("\(number)") }
            try await database.enqueue("elsewhere", target: "#b")
            let channel = ToldChannel(spacing: 1)
            let (one, two) = (database.outbox(channel, holder: "a"), database.outbox(channel, holder: "b"))
            for outbox in [one, two, one, two] { _ = try await outbox.deliverDue(now: noon) }
            #expect(channel.titles.sorted() == ["1", "elsewhere"])
            _ = try await two.deliverDue(now: noon.adding(microseconds: 999_999))
            #expect(channel.titles.count == 2)
            for second in 1...3 { _ = try await two.deliverDue(now: noon.adding(seconds: Int64(second))) }
            #expect(channel.titles.filter { $0 != "elsewhere" } == ["1", "2", "3", "4"])
        }
    }

    /// Two servers that each had what the other waits for would both wait in vain.
    @Test func turnsOfSeveralTargetsAreTakenInOneOrder() async throws {
        try await TestDatabase.withMigrated { database in
            let targets = (1...9).map { "#\($0)" }
            for target in targets {
                try await database.enqueue(target, target: target)
                try await database.pool.execute(
                    "INSERT INTO mainstay.delivery_pauses (channel, target, until) VALUES ('slack', \(target), \(noon))")
            }
            // The planner sorts what is little of its own accord, and is kept from it.
            var configuration = database.configuration
            configuration.runtimeParameters["enable_sort"] = "off"
            let pool = Pool(configuration)
            let books = OutboxBooks(pool: pool, holder: "a")
            let wishes = targets.reversed().map { OutboxBooks.Wish(to: .init(channel: "slack", target: $0), spacing: 1) }
            let claiming = try await database.pool.transaction { other in
                try await other.execute("SELECT FROM mainstay.delivery_pauses WHERE target = '#1' FOR UPDATE")
                let claiming = Task { try await books.claim(wishes, now: noon) }
                let waiting: SQL =
                    "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%delivery_pauses%'"
                while try await database.pool.query(waiting).isEmpty { await Task.yield() }
                let free = try await database.pool.query("SELECT target FROM mainstay.delivery_pauses FOR UPDATE SKIP LOCKED")
                #expect(free.count == 8)
                return claiming
            }
            #expect(try await claiming.value.count == 9)
            await pool.close()
        }
    }

    @Test func whoAsksForTimeIsLeftInPeace() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.enqueue("one")
            let isBusy = Mutex(true)
            let channel = ToldChannel { _ in isBusy.withLock { $0 } ? .retry(after: 60, reason: "HTTP 429") : .sent(answer: "ok") }
            let outbox = database.outbox(channel)
            _ = try await outbox.deliverDue(now: noon)
            try await database.enqueue("two")
            isBusy.withLock { $0 = false }
            #expect(try await outbox.deliverDue(now: noon.adding(seconds: 59)).attempts.isEmpty)
            for _ in 1...2 { #expect(try await outbox.deliverDue(now: noon.adding(seconds: 60)).sent == 1) }
        }
    }

    @Test func theLoopSendsWhatComesAndEndsInGoodOrder() async throws {
        try await TestDatabase.withMigrated { database in
            let (delivered, deliver) = AsyncStream.makeStream(of: DeliveryAttempt.self)
            let outbox = database.outbox(ToldChannel()) { event in
                if case .delivered(let attempt) = event { deliver.yield(attempt) }
            }
            let running = Task { await outbox.run() }
            try await database.enqueue("one", subject: "s")
            try await database.enqueue("two", subject: "s")
            outbox.wake()
            var count = 0
            for await attempt in delivered {
                #expect(attempt.state == .sent)
                count += 1
                if count == 2 { break }
            }
            running.cancel()
            await running.value
            #expect(try await database.states() == ["sent", "sent"])
        }
    }

    /// However much waits, a look touches what it takes and little more.
    @Test func aLongOutboxIsNotReadThrough() async throws {
        try await TestDatabase.withMigrated { database in
            let json = String(decoding: try JSONEncoder().encode(content()), as: UTF8.self)
            try await database.pool.execute(
                """
                SELECT count(mainstay.enqueue_message('r', 'slack', '#' || i % 40, 'fired', 'critical_customer', 'customer:' || i, \(json)::jsonb,
                                                      '{}', \(noon))) FROM generate_series(1, 100000) AS i
                """)
            try await database.pool.execute("ANALYZE mainstay.messages")
            let channel = ToldChannel()
            let outbox = database.outbox(channel)
            let began = ContinuousClock.now
            for _ in 1...10 { _ = try await outbox.deliverDue(now: noon) }
            let took = ContinuousClock.now - began
            #expect(channel.messages.count == 400)
            #expect(took < .seconds(60), "ten looks took \(took)")
        }
    }
}

/// Tasks that never go on; kept, since a continuation that is dropped is a fault.
enum Forever {
    private static let kept = Mutex<[CheckedContinuation<Void, Never>]>([])
    static func keep(_ continuation: CheckedContinuation<Void, Never>) { kept.withLock { $0.append(continuation) } }
}
