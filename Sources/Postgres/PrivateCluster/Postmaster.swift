#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// The server's main process as its own file `postmaster.pid` describes it.
struct Postmaster: Sendable, Equatable {
    let processID: pid_t
    /// Seconds since 1970.
    let startedAt: Int
    let socketFolder: String
    let isReady: Bool
    let serverFolder: String

    /// The process named in the file, if it lives. A file left behind by a crash gives nil.
    static func running(in serverFolder: String) -> Postmaster? {
        guard let text = SmallFile.read(serverFolder + "/postmaster.pid"),
            let postmaster = Postmaster(fileText: text, serverFolder: serverFolder), postmaster.isAlive
        else { return nil }
        return postmaster
    }

    /// The lines are: process, data folder, start, port, socket folder, TCP address, shared memory, state.
    init?(fileText: String, serverFolder: String) {
        let lines = fileText.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count >= 3, let processID = pid_t(lines[0]), processID > 0 else { return nil }
        self.processID = processID
        self.serverFolder = serverFolder
        startedAt = Int(lines[2]) ?? 0
        socketFolder = lines.count > 4 ? String(lines[4]) : ""
        isReady = lines.count > 7 && lines[7].hasPrefix("ready")
    }

    private enum Existence {
        case alive, dead
        /// Dead, but its parent has not taken notice.
        case zombie
    }

    /// Whether the process lives and is this folder's server: numbers are used again after a crash or in a new container.
    var isAlive: Bool { existence == .alive }

    private var existence: Existence {
        #if os(Linux)
            guard let status = SmallFile.read("/proc/\(processID)/stat") else { return existsForKill ? .alive : .dead }
            // "16642 (postgres) S 1 …": the state follows the last parenthesis.
            let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
            guard status.contains("(postgres)"), fields.count > 1 else { return .dead }
            if fields[1] == "Z" { return .zombie }
            // Not readable without rights over the process; then its name has to do.
            if let folder = Folder.resolved("/proc/\(processID)/cwd") {
                return folder == Folder.resolved(serverFolder) ? .alive : .dead
            }
            return .alive
        #else
            return existsForKill ? .alive : .dead
        #endif
    }

    private var existsForKill: Bool { kill(processID, 0) == 0 || errno == EPERM }

    /// Removes the files by which a zombie still claims its folder and socket. PostgreSQL takes it for a live rival, and in a
    /// container whose first process does not look after orphans it stays one. Sessions that it left still keep a new server out,
    /// by their shared memory.
    static func forgetZombie(in serverFolder: String) {
        let path = serverFolder + "/postmaster.pid"
        guard let text = SmallFile.read(path), let postmaster = Postmaster(fileText: text, serverFolder: serverFolder),
            postmaster.existence == .zombie
        else { return }
        unlink(path)
        if !postmaster.socketFolder.isEmpty { unlink(postmaster.socketFolder + "/.s.PGSQL.\(ClusterLayout.port).lock") }
    }

    enum Shutdown {
        /// Ends sessions, writes a checkpoint, stops.
        case fast
        /// Stops at once; the next start recovers.
        case immediate
    }

    func signal(_ shutdown: Shutdown) {
        kill(processID, shutdown == .fast ? SIGINT : SIGQUIT)
    }

    /// Waits until the server accepts sessions.
    /// - Returns: the server, or nil if it ended instead.
    static func ready(in serverFolder: String, patience: Duration) async throws -> Postmaster? {
        let deadline = ContinuousClock.now + patience
        while let postmaster = running(in: serverFolder), ContinuousClock.now < deadline {
            if postmaster.isReady { return postmaster }
            try await Task.sleep(for: .milliseconds(20))
        }
        return nil
    }

    /// Waits until the process is gone.
    /// - Returns: whether it went in time.
    func gone(patience: Duration) async throws -> Bool {
        let deadline = ContinuousClock.now + patience
        while isAlive {
            guard ContinuousClock.now < deadline else { return false }
            try await Task.sleep(for: .milliseconds(5))
        }
        return true
    }
}
