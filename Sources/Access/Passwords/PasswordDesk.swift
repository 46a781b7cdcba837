import Dispatch
import Synchronization

/// Where passwords are hashed and checked: one at a time, on a thread of its own.
///
/// A check takes a few tenths of a second of one processor. On Swift's own threads, of which there is one a processor, a handful of
/// sign-ins would stop every page; and all at once they would take 32 MiB each. So they wait in line here. The line is short: with more
/// than ``places`` sign-ins at work the next are sent away, and pages go on as if nothing happened.
final class PasswordDesk: Sendable {
    static let places = 16

    private let queue = DispatchQueue(label: "mainstay.passwords", qos: .userInitiated)
    private let taken = Mutex(0)
    private let counted = Mutex(0)

    /// How many passwords were checked: the same for each attempt, whatever is wrong with it.
    var checks: Int { counted.withLock { $0 } }

    /// Does something with a place in the line; nil when none is left.
    nonisolated(nonsending) func withPlace<R>(_ body: () async throws -> R) async throws -> R? {
        let isIn = taken.withLock { taken in
            if taken < Self.places { taken += 1 } else { return false }
            return true
        }
        guard isIn else { return nil }
        defer { taken.withLock { $0 -= 1 } }
        return try await body()
    }

    func hash(_ password: Password, cost: ScryptCost) async throws -> PasswordHash {
        try await work { try PasswordHash(of: password, cost: cost) }
    }

    func check(_ password: Password, against hash: PasswordHash) async throws -> Bool {
        counted.withLock { $0 += 1 }
        return try await work { try hash.matches(password) }
    }

    private func work<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result(catching: body)) }
        }
    }
}
