import Dispatch

/// Where the cluster's work runs: its calls to the operating system may block, and Swift's own threads are for those that do not.
final class ClusterQueue: TaskExecutor {
    static let shared = ClusterQueue()

    private let queue = DispatchQueue(label: "mainstay.private-cluster")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Runs work that must reach its end even if the caller's task is cancelled.
    static func finish<R: Sendable>(_ work: @escaping @Sendable () async -> R) async -> R {
        await Task(executorPreference: shared) { await work() }.value
    }
}
