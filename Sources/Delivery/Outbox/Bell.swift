import Synchronization

/// Wakes one sleeper before its time.
final class Bell: Sendable {
    private struct State {
        /// Rung while nobody slept: the next sleeper does not even lie down.
        var isRung = false
        var sleeper: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let sleeper = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state.sleeper = nil }
            if state.sleeper == nil { state.isRung = true }
            return state.sleeper
        }
        sleeper?.resume()
    }

    /// Returns when it rings, when the time is over, or when the task is cancelled.
    func sleep(atMost duration: Duration) async {
        let timer = Task {
            try await Task.sleep(for: duration)
            ring()
        }
        defer { timer.cancel() }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isAwake = state.withLock { state in
                    if state.isRung || Task.isCancelled {
                        state.isRung = false
                        return true
                    }
                    state.sleeper = continuation
                    return false
                }
                if isAwake { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
