import Dispatch
import Foundation

/// Another program that takes over the terminal until it ends.
public struct TerminalProgram: Sendable {
    private let path: String
    private let environment: [String: String]

    /// - Parameters:
    ///   - name: looked for in the folders of `PATH`.
    ///   - environment: what the program gets.
    /// - Throws: ``TerminalProgramError/notFound(name:)``.
    public init(named name: String, environment: [String: String]) throws(TerminalProgramError) {
        let folders = (environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin").split(separator: ":")
        let candidates = folders.map { folder in "\(folder)/\(name)" }
        guard let path = candidates.first(where: { candidate in access(candidate, X_OK) == 0 }) else {
            throw .notFound(name: name)
        }
        self.path = path
        self.environment = environment
    }

    /// Runs the program and waits for its end.
    ///
    /// Keys that interrupt go to both programs; this one leaves them to the other and goes on behind it, so that it can clean up. A request to
    /// end is passed on.
    /// - Returns: its exit status; 128 and the signal's number when a signal ended it, as shells have it.
    /// - Throws: ``TerminalProgramError/notStarted(path:reason:)``.
    public func run(_ arguments: [String]) async throws(TerminalProgramError) -> Int32 {
        let ignored = [SIGINT, SIGQUIT, SIGHUP]
        let before = ignored.map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, action) in before { signal(number, action) } }
        let process = try start(arguments)
        signal(SIGTERM, SIG_IGN)
        let requests = DispatchSource.makeSignalSource(signal: SIGTERM)
        requests.setEventHandler { kill(process, SIGTERM) }
        requests.resume()
        defer {
            requests.cancel()
            signal(SIGTERM, SIG_DFL)
        }
        return await Self.end(of: process)
    }

    private func start(_ arguments: [String]) throws(TerminalProgramError) -> pid_t {
        #if canImport(Darwin)
            var attributes: posix_spawnattr_t?
        #else
            var attributes = posix_spawnattr_t()
        #endif
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What this program ignores the other one would ignore too.
        var defaults = sigset_t()
        sigemptyset(&defaults)
        for number in [SIGINT, SIGQUIT, SIGHUP, SIGTERM, SIGPIPE] { sigaddset(&defaults, number) }
        posix_spawnattr_setsigdefault(&attributes, &defaults)
        // Threads of a dispatch queue block every signal, and the other program would inherit that.
        var blocked = sigset_t()
        sigemptyset(&blocked)
        posix_spawnattr_setsigmask(&attributes, &blocked)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

        let words = ([path] + arguments).map { strdup($0) }
        let variables = environment.map { strdup("\($0.key)=\($0.value)") }
        defer { for pointer in words + variables { free(pointer) } }
        var process = pid_t()
        let failure = posix_spawn(&process, path, nil, &attributes, words + [nil], variables + [nil])
        guard failure == 0 else { throw .notStarted(path: path, reason: String(cString: strerror(failure))) }
        return process
    }

    private static func end(of process: pid_t) async -> Int32 {
        await withCheckedContinuation { continuation in
            // Waiting blocks a thread, which must not be one of Swift's few.
            DispatchQueue(label: "mainstay.terminal-program").async {
                var status: Int32 = 0
                while waitpid(process, &status, 0) < 0, errno == EINTR {}
                let signal = status & 0x7F
                continuation.resume(returning: signal == 0 ? (status >> 8) & 0xFF : 128 + signal)
            }
        }
    }
}
