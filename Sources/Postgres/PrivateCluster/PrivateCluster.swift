/// A PostgreSQL server of our own below a data folder: made on the first use, started when the first program needs it, shared by
/// all that do, and stopped in good order by the last.
///
/// ```swift
/// let cluster = PrivateCluster(dataDirectory: try PrivateCluster.defaultDataDirectory(environment: environment))
/// try await cluster.withLease { lease in
///     let connection = try await Connection.open(ConnectionConfiguration(url: lease.url()))
/// }
/// ```
///
/// Two locks on files of the data folder make this safe between programs, and both vanish with a program that is killed:
///
/// - `users.lock` is held *shared* by every lease. Whoever can take it exclusively knows that nobody uses the server.
/// - `cluster.lock` is held *exclusively* while somebody finds out whether the server runs, and starts or stops it.
///
/// What happens when something dies: a program killed with a lease leaves the server running; the next program shares it, and
/// the last one stops it. A server killed under its users is started again by the next program, or by
/// ``ClusterLease/ensureRunning()`` of one that is there, and recovers from its log. A creation that is interrupted leaves
/// nothing that the next one minds.
public struct PrivateCluster: Sendable {
    /// The data folder, absolute.
    public let dataDirectory: String

    let programs: String?
    let extraSettings: [String: String]
    let observe: @Sendable (ClusterEvent) -> Void

    /// - Parameters:
    ///   - dataDirectory: the data folder; it is made if it does not exist, and must be empty or a private cluster's otherwise.
    ///   - programs: folder of `initdb`, `pg_ctl` and `postgres`; nil looks for an installed PostgreSQL of version 15 or later.
    ///   - settings: settings of `postgresql.conf` that win over those computed from the machine.
    ///   - observe: told before each step that takes long.
    public init(
        dataDirectory: String, programs: String? = nil, settings: [String: String] = [:],
        observe: @escaping @Sendable (ClusterEvent) -> Void = { _ in }
    ) {
        self.dataDirectory = Folder.absolute(dataDirectory)
        self.programs = programs
        extraSettings = settings
        self.observe = observe
    }

    /// Starts the server if it is not running and takes part in its use until ``ClusterLease/release()``.
    ///
    /// Cancelling the task ends the wait; a server that was started for it is stopped again.
    /// - Throws: ``ClusterError``, `CancellationError`.
    public func acquire() async throws -> ClusterLease {
        try await withTaskExecutorPreference(ClusterQueue.shared) {
            let folder = try await DataFolder.prepared(dataDirectory)
            let decision = try await lockDecision(folder)
            defer { decision.unlock() }
            let use = try LockFile(folder.layout.useLock, account: folder.account)
            try await use.lock(.shared, patience: Patience.lock)
            do {
                let postmaster = try await ServerStart(cluster: self, folder: folder).run()
                try Task.checkCancellation()
                return ClusterLease(cluster: self, folder: folder, use: use, socketDirectory: postmaster.socketFolder)
            } catch {
                _ = await ClusterQueue.finish { await leave(folder, use) }
                throw error
            }
        }
    }

    /// Uses the server for the time of `body`, however that ends.
    /// - Throws: ``ClusterError``, `CancellationError`, and what `body` throws.
    nonisolated(nonsending) public func withLease<R>(_ body: (ClusterLease) async throws -> R) async throws -> R {
        let lease = try await acquire()
        do {
            let result = try await body(lease)
            await lease.release()
            return result
        } catch {
            await lease.release()
            throw error
        }
    }

    /// Starts the server without using it.
    /// - Parameter pinned: keep it running when the last program that uses it ends, until ``stop(force:)``.
    /// - Throws: ``ClusterError``, `CancellationError`.
    @discardableResult
    public func start(pinned: Bool = true) async throws -> ClusterStatus {
        try await withTaskExecutorPreference(ClusterQueue.shared) {
            let folder = try await DataFolder.prepared(dataDirectory)
            let decision = try await lockDecision(folder)
            defer { decision.unlock() }
            let postmaster = try await ServerStart(cluster: self, folder: folder).run()
            if pinned { try folder.setPinned(true) }
            return status(folder, postmaster, isUsed: try isUsed(folder))
        }
    }

    public enum StopOutcome: Sendable, Equatable {
        case stopped
        case wasNotRunning
        /// Other programs use the server. It is no longer pinned, so the last of them stops it.
        case stillUsed
    }

    /// Ends the pinning, and stops the server unless a program uses it.
    /// - Parameter force: stop it even under the programs that use it.
    /// - Throws: ``ClusterError``, `CancellationError`.
    public func stop(force: Bool = false) async throws -> StopOutcome {
        try await withTaskExecutorPreference(ClusterQueue.shared) {
            guard let folder = try DataFolder.existing(dataDirectory) else { return .wasNotRunning }
            let decision = try await lockDecision(folder)
            defer { decision.unlock() }
            try folder.setPinned(false)
            guard let postmaster = Postmaster.running(in: folder.layout.serverFolder) else { return .wasNotRunning }
            guard try force || !isUsed(folder) else { return .stillUsed }
            try await shutDown(postmaster, folder)
            return .stopped
        }
    }

    /// What is known about the cluster; changes nothing.
    /// - Throws: ``ClusterError`` for a data folder that cannot be a private cluster's.
    public func status() async throws -> ClusterStatus {
        try await withTaskExecutorPreference(ClusterQueue.shared) {
            guard let folder = try DataFolder.existing(dataDirectory) else {
                return ClusterStatus(
                    state: .notCreated, dataDirectory: dataDirectory, socketDirectory: nil,
                    logFile: ClusterLayout(dataFolder: dataDirectory).logFile, majorVersion: nil, isPinned: false,
                    isUsed: false)
            }
            let decision = try LockFile(folder.layout.decisionLock, account: folder.account)
            guard try decision.attempt(.exclusive) else { return status(folder, nil, isUsed: nil) }
            defer { decision.unlock() }
            let postmaster = Postmaster.running(in: folder.layout.serverFolder)
            return status(folder, postmaster, isUsed: try isUsed(folder))
        }
    }
}

// MARK: - Decisions, each made under the decision lock

extension PrivateCluster {
    /// How long each wait may take before it is an error. Recovery and the last checkpoint may well need minutes.
    enum Patience {
        static let lock = Duration.seconds(900)
        static let start = Duration.seconds(600)
        static let stop = Duration.seconds(300)
        /// A server that was killed leaves its sessions behind for a moment; until they end a new one refuses to start.
        static let remains = Duration.seconds(15)
    }

    func lockDecision(_ folder: DataFolder) async throws -> LockFile {
        let lock = try LockFile(folder.layout.decisionLock, account: folder.account)
        try await lock.lock(.exclusive, patience: Patience.lock)
        return lock
    }

    /// Gives up a share in the server's use and stops the server if it was the last and the server is not pinned.
    func leave(_ folder: DataFolder, _ use: LockFile) async -> ClusterLease.ReleaseOutcome {
        defer { use.unlock() }
        do {
            guard try use.attempt(.exclusive) else { return .stillUsed }
            if folder.isPinned { return .pinned }
            guard let postmaster = Postmaster.running(in: folder.layout.serverFolder) else { return .wasNotRunning }
            try await shutDown(postmaster, folder)
            return .stopped
        } catch let error as ClusterError {
            return .failed(error)
        } catch {
            return .stillUsed
        }
    }

    private func isUsed(_ folder: DataFolder) throws(ClusterError) -> Bool {
        try !LockFile(folder.layout.useLock, account: folder.account).attempt(.exclusive)
    }

    private func shutDown(_ postmaster: Postmaster, _ folder: DataFolder) async throws {
        observe(.stopping(dataDirectory: dataDirectory))
        postmaster.signal(.fast)
        guard try await postmaster.gone(patience: Patience.stop) else {
            throw ClusterError.notStopped(seconds: Int(Patience.stop.components.seconds), log: folder.layout.logFile)
        }
        folder.removeOutsideSocketFolder()
    }

    private func status(_ folder: DataFolder, _ postmaster: Postmaster?, isUsed: Bool?) -> ClusterStatus {
        let state: ClusterStatus.State =
            if let postmaster {
                postmaster.isReady
                    ? .running(processID: postmaster.processID, startedAt: postmaster.startedAt)
                    : .starting(processID: postmaster.processID)
            } else if isUsed == nil {
                .changing
            } else {
                folder.madeByMajor == nil ? .notCreated : .stopped
            }
        return ClusterStatus(
            state: state, dataDirectory: folder.layout.dataFolder, socketDirectory: postmaster?.socketFolder,
            logFile: folder.layout.logFile, majorVersion: folder.madeByMajor, isPinned: folder.isPinned, isUsed: isUsed)
    }
}
