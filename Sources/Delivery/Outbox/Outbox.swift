public import Domain
import Foundation
public import Postgres
import Schema
import Synchronization

/// Sends what is in the outbox: at least once, each message under the same id, those of one subject in their order.
///
/// Any number of servers do so side by side (``OutboxBooks``). A target that is slow or away keeps no other waiting. To one target a server has one
/// message on its way at a time: when it dies, that one is repeated and no other.
public actor Outbox {
    private let books: OutboxBooks
    private let channels: Channels
    private let clock: any MomentSource
    private let policy = RetryPolicy()
    private let chance: @Sendable () -> Double
    private let stopwatch: @Sendable () -> ContinuousClock.Instant
    private let idle: Duration
    private let revive: @Sendable () async -> Void
    private let observe: @Sendable (OutboxEvent) -> Void
    /// To whom a message is on its way.
    private var underway: Set<OutboxBooks.Target> = []
    private var unreachable: Set<OutboxBooks.Target> = []
    private var lookedAsideAt: Moment?
    private let bell = Bell()

    private static let backOff = BackOff(first: .milliseconds(200), longest: .seconds(5))
    /// How often it is looked whether there is a channel now for what was put aside.
    private static let asideEverySeconds: Int64 = 30

    /// - Parameters:
    ///   - holder: tells servers on one database apart; nil is a random one, since process numbers come again.
    ///   - idle: the longest time without a look.
    ///   - chance: from 0 to 1, for the pauses.
    ///   - stopwatch: how long an attempt took, whatever is done to the clock meanwhile.
    ///   - revive: called before each new try while the database is away, for whoever can bring it back.
    ///   - observe: told everything that can be seen.
    public init(
        pool: Pool, channels: Channels, clock: any MomentSource, holder: String? = nil, idle: Duration = .milliseconds(250),
        chance: @escaping @Sendable () -> Double = { .random(in: 0...1) },
        stopwatch: @escaping @Sendable () -> ContinuousClock.Instant = { .now }, revive: @escaping @Sendable () async -> Void = {},
        observe: @escaping @Sendable (OutboxEvent) -> Void = { _ in }
    ) {
        (books, self.channels, self.clock) = (OutboxBooks(pool: pool, holder: holder ?? UUID().uuidString), channels, clock)
        (self.idle, self.chance, self.stopwatch, self.revive, self.observe) = (idle, chance, stopwatch, revive, observe)
    }

    /// Something new is in the outbox: looks at once.
    public nonisolated func wake() { bell.ring() }

    // MARK: One pass

    /// Sends to each target the first that is due, side by side, and returns when all of it is recorded. What waits behind one of them, or for
    /// a target's next second, is left to the next pass.
    ///
    /// - Throws: `PostgresError`.
    public func deliverDue(now: Moment) async throws -> DeliveryReport {
        let claimed = try await claim(now: now)
        return try await withThrowingTaskGroup(of: DeliveryAttempt.self) { group in
            for one in claimed { group.addTask { try await self.deliver(one, now: now) } }
            var report = DeliveryReport()
            for try await attempt in group { report.attempts.append(attempt) }
            return report
        }
    }

    private func claim(now: Moment) async throws -> [OutboxBooks.Claimed] {
        try await lookAside(now: now)
        var wishes: [OutboxBooks.Wish] = []
        for to in try await books.targets() {
            guard let channel = channels[to.channel], channel.canReach(to.target) else {
                let count = try await books.setAside(to, now: now)
                if count > 0, unreachable.insert(to).inserted {
                    observe(.noChannel(channel: to.channel, target: to.target, messages: count))
                }
                continue
            }
            if !underway.contains(to) { wishes.append(OutboxBooks.Wish(to: to, spacing: channel.spacing)) }
        }
        let claimed = try await books.claim(wishes, now: now)
        for one in claimed { underway.insert(one.to) }
        return claimed
    }

    /// Channels are configured by starting the program anew, but other servers put messages aside at any time.
    private func lookAside(now: Moment) async throws {
        if let last = lookedAsideAt, last <= now, now < last.adding(seconds: Self.asideEverySeconds) { return }
        _ = try await books.giveUpOld(now: now)
        for to in try await books.setAsideTargets() where channels.canReach(channel: to.channel, target: to.target) {
            let count = try await books.takeUp(to, now: now)
            if count > 0 { observe(.channelFound(channel: to.channel, target: to.target, messages: count)) }
        }
        lookedAsideAt = now
    }

    private func deliver(_ claimed: OutboxBooks.Claimed, now: Moment) async throws -> DeliveryAttempt {
        defer { underway.remove(claimed.to) }
        let attempt = await send(claimed, startedAt: now)
        return try await record(attempt)
    }

    private func send(_ claimed: OutboxBooks.Claimed, startedAt: Moment) async -> OutboxBooks.Attempt {
        let began = stopwatch()
        let outcome: SendOutcome
        if let message = claimed.message, let channel = channels[claimed.to.channel] {
            outcome = await channel.send(message, now: startedAt)
        } else {
            outcome = .failed(reason: "its content cannot be read")
        }
        // Counted from the beginning: a clock that is set meanwhile is no long attempt.
        let took = (stopwatch() - began).components
        let endedAt = startedAt.adding(seconds: took.seconds).adding(microseconds: took.attoseconds / 1_000_000_000_000)
        let verdict = policy.verdict(
            outcome, attempts: claimed.attempts, giveUpAt: claimed.giveUpAt, now: endedAt, chance: chance())
        return OutboxBooks.Attempt(claimed: claimed, outcome: outcome, verdict: verdict, startedAt: startedAt, endedAt: endedAt)
    }

    private func record(_ attempt: OutboxBooks.Attempt) async throws -> DeliveryAttempt {
        let state = try await books.record(attempt)
        let claimed = attempt.claimed
        let nextTry: Moment? = if case .again(let moment) = attempt.verdict { moment } else { nil }
        let delivered = DeliveryAttempt(
            message: claimed.id, channel: claimed.to.channel, target: claimed.to.target, kind: claimed.kind, rule: claimed.rule,
            outcome: attempt.outcome, state: state, nextTryAt: state == nil ? nil : nextTry)
        observe(.delivered(delivered))
        return delivered
    }

    // MARK: Running

    /// Runs until the task is cancelled; what is on its way then is sent and recorded before it returns.
    public func run() async {
        var outage = Outage()
        let underway = Underway()
        while !Task.isCancelled {
            do {
                // A claim that is cancelled half way would leave messages to their leases.
                let now = clock.now
                let claimed = try await Task { try await self.claim(now: now) }.value
                for one in claimed { underway.begin { await self.deliverSurely(one, now: now) } }
                outage.end(at: clock.now, observe)
                await bell.sleep(atMost: claimed.isEmpty ? idle : .milliseconds(5))
            } catch {
                try? await Task.sleep(for: outage.pause(after: error, at: clock.now, observe))
                if outage.isOn, !Task.isCancelled { await revive() }
            }
        }
        await underway.allEnded()
    }

    /// Sends, and records it as soon as the database lets it: what was sent and is not recorded would be sent again.
    private func deliverSurely(_ claimed: OutboxBooks.Claimed, now: Moment) async {
        defer { underway.remove(claimed.to) }
        let attempt = await send(claimed, startedAt: now)
        let end = ContinuousClock.now + .seconds(OutboxBooks.leaseSeconds)
        for failures in 1... {
            do {
                _ = try await record(attempt)
                break
            } catch {
                // Whatever it is: who gives up early has the message sent twice.
                guard ContinuousClock.now < end else {
                    observe(.failed(cause: "recording a delivery: \(error)"))
                    break
                }
                try? await Task.sleep(for: Self.backOff.pause(afterFailures: failures, spread: .random(in: 0...1)))
            }
        }
        // Somebody may have waited behind it.
        wake()
    }
}

/// Work that goes on when its beginner is cancelled, and can be waited for.
private final class Underway: Sendable {
    private let tasks = Mutex<[UUID: Task<Void, Never>]>([:])

    func begin(_ work: @escaping @Sendable () async -> Void) {
        let id = UUID()
        tasks.withLock { tasks in
            tasks[id] = Task {
                await work()
                self.tasks.withLock { $0[id] = nil }
            }
        }
    }

    func allEnded() async {
        while let task = tasks.withLock({ $0.values.first }) { await task.value }
    }
}
