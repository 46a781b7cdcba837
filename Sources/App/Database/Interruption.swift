import Dispatch
import Foundation
import Synchronization

/// The user or the system asked the program to end.
public struct Interruption: Error, Sendable, Hashable {
    public let signal: Int32

    /// Ends the program by the signal, as whoever sent it expects.
    public func endProgram() -> Never {
        Foundation.signal(signal, SIG_DFL)
        raise(signal)
        exit(128 + signal)
    }

    /// Runs `body`, and cancels it on SIGINT or SIGTERM, so that it can clean up behind it. A second signal ends the program at once.
    ///
    /// - Throws: ``Interruption`` when a signal ended `body`; else what `body` throws.
    public static func cancelling<R: Sendable>(_ body: @escaping @Sendable () async throws -> R) async throws -> R {
        let received = Mutex<Int32?>(nil)
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            // The default action must not come before ours.
            Foundation.signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler {
                let isSecond = received.withLock { signal in
                    defer { signal = number }
                    return signal != nil
                }
                if isSecond { Interruption(signal: number).endProgram() }
                task.cancel()
            }
            source.resume()
            return source
        }
        defer {
            for source in sources { source.cancel() }
            for number in [SIGINT, SIGTERM] { Foundation.signal(number, SIG_DFL) }
        }
        do {
            return try await task.value
        } catch {
            // Whatever a cancelled task fails with, the signal was the cause.
            if let signal = received.withLock({ $0 }) { throw Interruption(signal: signal) }
            throw error
        }
    }
}
