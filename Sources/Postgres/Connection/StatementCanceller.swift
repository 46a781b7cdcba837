internal import CLibPQ
internal import Dispatch
internal import Synchronization

/// Asks the server, from any thread, to give up the statement that a connection is waiting for.
///
/// A request that comes late must not hit the statement after. So a statement has a ticket from before it is sent until
/// its answer is complete, and a request is sent only while its ticket is valid, under the lock that `end` needs too.
/// A request that comes before the server has begun is lost; so it is repeated until the ticket ends.
final class StatementCanceller: Sendable {
    typealias Ticket = UInt64

    /// Unchecked, since the compiler knows nothing of the pointer: libpq documents a `PGcancel` as an unchanging copy
    /// of address and key, made for use from any thread; it is freed when the last reference to this object is gone.
    private final class Handle: @unchecked Sendable {
        let pointer: OpaquePointer

        init?(_ connection: OpaquePointer) {
            guard let pointer = PQgetCancel(connection) else { return nil }
            self.pointer = pointer
        }

        deinit {
            PQfreeCancel(pointer)
        }
    }

    private struct State {
        var handle: Handle?
        var running: Ticket?
        var lastTicket: Ticket = 0
        var cancelled: Ticket?
    }

    private static let repetition = DispatchTimeInterval.milliseconds(100)

    private let state = Mutex(State())

    /// From now on requests go to this connection.
    func attach(to connection: OpaquePointer) {
        let handle = Handle(connection)
        state.withLock { $0.handle = handle }
    }

    func begin() -> Ticket {
        state.withLock { state in
            state.lastTicket += 1
            state.running = state.lastTicket
            return state.lastTicket
        }
    }

    func end(_ ticket: Ticket) {
        state.withLock { state in
            if state.running == ticket { state.running = nil }
        }
    }

    /// Whether cancelling this statement was asked for.
    func wasCancelled(_ ticket: Ticket) -> Bool {
        state.withLock { $0.cancelled == ticket }
    }

    /// Returns at once; the request is sent from another thread, since it opens a connection of its own.
    func cancel(_ ticket: Ticket) {
        state.withLock { state in
            if state.running == ticket { state.cancelled = ticket }
        }
        DispatchQueue.global().async { self.request(ticket) }
    }

    /// Cancels whatever statement is running now.
    func cancelRunning() {
        let ticket = state.withLock { $0.running }
        guard let ticket else { return }
        DispatchQueue.global().async { self.request(ticket) }
    }

    private func request(_ ticket: Ticket) {
        let isRunning = state.withLock { state in
            guard state.running == ticket, let handle = state.handle else { return false }
            var problem = [CChar](repeating: 0, count: 256)
            // When even this fails the server is out of reach, and so the statement will fail by itself.
            _ = PQcancel(handle.pointer, &problem, Int32(problem.count))
            return true
        }
        if isRunning {
            DispatchQueue.global().asyncAfter(deadline: .now() + Self.repetition) { self.request(ticket) }
        }
    }
}
