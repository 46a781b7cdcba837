#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// Makes sure that the server of a data folder runs. Works under the decision lock.
struct ServerStart: Sendable {
    let cluster: PrivateCluster
    let folder: DataFolder

    private var layout: ClusterLayout { folder.layout }
    private typealias Patience = PrivateCluster.Patience

    /// The running server: one that runs already, or a new one, with a new server folder at the very first time.
    func run() async throws -> Postmaster {
        if let running = Postmaster.running(in: layout.serverFolder) {
            if running.isReady { return running }
            if let ready = try await waitedFor() { return ready }
        }
        try await folder.requireReachByServer()
        let installation = try await installation()
        if folder.madeByMajor == nil {
            cluster.observe(.creating(dataDirectory: cluster.dataDirectory, major: installation.major))
            try await ClusterCreation(
                folder: folder, installation: installation, syncs: cluster.extraSettings["fsync"] != "off"
            ).run()
        }
        try Folder.make(layout.logFolder, permissions: 0o700)
        try Folder.makePrivate(layout.logFolder, account: folder.account)
        let settings = ServerSettings(
            machine: .current(dataFolder: layout.dataFolder), socketFolder: try folder.prepareSocketFolder(),
            hasLZ4: try await hasLZ4(installation), extra: cluster.extraSettings)
        try SmallFile.write(settings.fileText, to: layout.settingsFile, account: folder.account)
        return try await start(installation)
    }

    private func installation() async throws -> ServerInstallation {
        let found =
            if let programs = cluster.programs {
                await InstallationSearch.installation(in: programs).map { [$0] } ?? []
            } else {
                await InstallationSearch.run()
            }
        return try ServerInstallation.choose(
            from: found, dataFolder: layout.dataFolder, folderMajor: folder.madeByMajor)
    }

    /// Faster compression is a choice of whoever built PostgreSQL; the server program itself knows.
    private func hasLZ4(_ installation: ServerInstallation) async throws -> Bool {
        try await ServerCommand.run(
            installation.postgres, ["-D", layout.serverFolder, "-c", "wal_compression=lz4", "-C", "wal_compression"],
            as: folder.account
        ).succeeded
    }

    private func start(_ installation: ServerInstallation) async throws -> Postmaster {
        // The file is still there only if the server did not end in good order.
        let crashed = SmallFile.exists(layout.serverFolder + "/postmaster.pid")
        cluster.observe(
            crashed ? .recovering(dataDirectory: cluster.dataDirectory) : .starting(dataDirectory: cluster.dataDirectory))
        turnLogOver()

        let remainsEnd = ContinuousClock.now + Patience.remains
        while true {
            Postmaster.forgetZombie(in: layout.serverFolder)
            let logged = SmallFile.size(layout.logFile)
            let answer = try await runPgCtl(installation)
            if answer.succeeded, let ready = try await waitedFor() { return ready }

            let log = SmallFile.read(layout.logFile, from: logged) ?? ""
            let isRunning = Postmaster.running(in: layout.serverFolder) != nil
            // The remains of a server that was killed: its sessions, or itself until its parent takes notice.
            let findsRemains = ["pre-existing shared memory block", "FATAL:  lock file"].contains(where: log.contains)
            if findsRemains, !isRunning, ContinuousClock.now < remainsEnd {
                try await Task.sleep(for: .milliseconds(100))
                continue
            }
            if isRunning {
                throw ClusterError.notReady(seconds: Int(Patience.start.components.seconds), log: layout.logFile)
            }
            throw ClusterError.startFailed(log: layout.logFile, reason: Self.reason(log: log, answer: answer.text))
        }
    }

    /// Cancelling stops the server that is just starting, which may be recovering for minutes, and pg_ctl sees that.
    private func runPgCtl(_ installation: ServerInstallation) async throws -> ServerCommand.Answer {
        let program = Task(executorPreference: ClusterQueue.shared) {
            try await ServerCommand.run(
                installation.pgCtl,
                // Relative paths: pg_ctl hands them to a shell and does not quote what a data folder's name may hold.
                [
                    "start", "--wait", "--silent", "--timeout=\(Patience.start.components.seconds)",
                    "--pgdata=\(name(layout.serverFolder))", "--log=\(name(layout.logFile))",
                ],
                as: folder.account, in: layout.dataFolder)
        }
        let answer = try await withTaskCancellationHandler {
            try await program.value
        } onCancel: {
            let stopping = Task(executorPreference: ClusterQueue.shared) {
                while !Task.isCancelled {
                    Postmaster.running(in: layout.serverFolder)?.signal(.fast)
                    try? await Task.sleep(for: .milliseconds(20))
                }
            }
            Task {
                _ = await program.result
                stopping.cancel()
            }
        }
        try Task.checkCancellation()
        return answer
    }

    private func name(_ path: String) -> String { String(path.dropFirst(layout.dataFolder.count + 1)) }

    /// Waits for a server that lives but is not ready, such as one in recovery that an earlier program lost its patience with.
    private func waitedFor() async throws -> Postmaster? {
        try await Postmaster.ready(in: layout.serverFolder, patience: Patience.start)
    }

    /// The log grows slowly, so it is enough to begin a new one now and then; the last is kept.
    private func turnLogOver() {
        if SmallFile.size(layout.logFile) > 16 << 20 { rename(layout.logFile, layout.previousLogFile) }
    }

    /// The lines that say why, without time stamps. A bad setting is told as a mere remark before the refusal.
    static func reason(log: String, answer: String) -> String {
        let telling = log.split(separator: "\n").compactMap { line -> Substring? in
            for level in ["FATAL:  ", "PANIC:  ", "DETAIL:  ", "HINT:  "] {
                if let place = line.firstRange(of: level) { return line[place.upperBound...] }
            }
            guard let place = line.firstRange(of: "LOG:  ") else { return nil }
            let remark = line[place.upperBound...]
            return remark.contains("parameter \"") || remark.hasPrefix("syntax error") ? remark + ";" : nil
        }
        return telling.isEmpty ? answer : telling.joined(separator: " ")
    }
}
