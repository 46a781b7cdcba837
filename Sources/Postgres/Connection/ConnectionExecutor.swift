internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs a connection's work on a thread of its own, so that libpq's blocking calls never hold a thread of Swift's pool,
/// which has only as many as the machine has cores.
///
/// A dispatch queue is not enough: on Linux the queues of a process share a small pool with Swift's own tasks, and a few
/// sessions that wait for locks keep everybody else from running, among them those who hold the locks.
final class ConnectionExecutor: SerialExecutor {
    private let inbox = Inbox()

    init() {
        // The thread holds the inbox and not the executor, so that it ends when the connection is no longer used.
        let thread = Thread { [inbox] in
            while let job = inbox.take() { job() }
        }
        thread.name = "postgres"
        thread.start()
    }

    deinit {
        inbox.put(nil)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedSerialExecutor()
        inbox.put { job.runSynchronously(on: executor) }
    }

    /// Work in the order in which it came; nil ends the thread.
    private final class Inbox: Sendable {
        private let waiting = Mutex<[(@Sendable () -> Void)?]>([])
        private let count = DispatchSemaphore(value: 0)

        func put(_ work: (@Sendable () -> Void)?) {
            waiting.withLock { $0.append(work) }
            count.signal()
        }

        func take() -> (@Sendable () -> Void)? {
            count.wait()
            return waiting.withLock { $0.removeFirst() }
        }
    }
}
