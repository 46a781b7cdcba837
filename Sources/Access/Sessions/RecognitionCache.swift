import Domain
import Synchronization

/// Whom this process recognised a moment ago, so that a page with its ten requests asks the database once.
///
/// An entry is believed for 2 seconds. A change made by this process empties the cache at once; one made by another process, such as
/// `mainstay user disable`, is seen when those seconds are over. What was asked of the database before a change and answered after it is
/// not kept: whoever asks takes a ticket first, and a change makes all tickets worthless.
final class RecognitionCache<Value: Sendable>: Sendable {
    struct Ticket: Sendable {
        fileprivate let generation: UInt64
    }

    private struct Entry {
        let value: Value
        let keptAt: Moment
    }

    private struct State {
        var entries: [[UInt8]: Entry] = [:]
        var generation: UInt64 = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    static var microseconds: Int64 { 2 * Moment.microsecondsPerSecond }

    /// - Parameter limit: at most so many are remembered; only whoever was let in is.
    init(limit: Int = 10_000) { self.limit = limit }

    func value(of key: [UInt8], now: Moment) -> Value? {
        state.withLock { state in
            // An entry from the future was kept before the clock was set back; nobody knows how old it is.
            guard let entry = state.entries[key], (0..<Self.microseconds).contains(now.microseconds - entry.keptAt.microseconds)
            else { return nil }
            return entry.value
        }
    }

    /// To be taken before the database is asked.
    func ticket() -> Ticket { state.withLock { Ticket(generation: $0.generation) } }

    func keep(_ value: Value, of key: [UInt8], now: Moment, _ ticket: Ticket) {
        state.withLock { state in
            guard ticket.generation == state.generation else { return }
            // All of them are worthless in 2 seconds, so there is no need to choose.
            if state.entries.count >= limit { state.entries.removeAll(keepingCapacity: true) }
            state.entries[key] = Entry(value: value, keptAt: now)
        }
    }

    func forgetAll() {
        state.withLock { state in
            state.entries.removeAll(keepingCapacity: true)
            state.generation += 1
        }
    }
}
