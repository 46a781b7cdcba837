import Synchronization

/// A value that is made when it is first needed, once, however many ask.
final class Once<Value: Sendable>: Sendable {
    private let making: @Sendable () async throws -> Value
    private let task = Mutex<Task<Value, any Error>?>(nil)

    init(_ making: @escaping @Sendable () async throws -> Value) { self.making = making }

    /// - Throws: what making it threw, also to those who ask later.
    func value() async throws -> Value {
        let task = task.withLock { task in
            let current = task ?? Task { [making] in try await making() }
            task = current
            return current
        }
        return try await task.value
    }
}
