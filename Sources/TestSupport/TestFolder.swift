import Foundation
import Synchronization

/// A folder below `/tmp` that does not outlive the test process.
///
/// A process that ends removes its folders, servers in them included. One that is killed cannot; but it held a lock on the file
/// `owner` of each, so the next test process sees that nobody does any more and removes them.
///
/// It is `/tmp` and not `TMPDIR`: for root the server runs as another user, who must be able to get there.
public struct TestFolder: Sendable {
    public let path: String

    private static let prefix = "mainstay-tests-"
    private static let parent = "/tmp"
    private static let own = Mutex<[String]>([])

    /// Makes a new folder, and removes what killed processes left.
    public static func make() throws -> TestFolder {
        _ = preparation
        var template = Array("\(parent)/\(prefix)XXXXXX".utf8CString)
        guard let name = mkdtemp(&template) else { throw POSIXError.last }
        let path = String(cString: name)
        // The server's user only passes through.
        guard chmod(path, 0o711) == 0 else { throw POSIXError.last }
        // Locked before it has its name: a file `owner` without a lock is one whose process is dead.
        let descriptor = open(path + "/owner.new", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) == 0, rename(path + "/owner.new", path + "/owner") == 0
        else { throw POSIXError.last }
        // The descriptor stays open, and with it the lock, until the process ends.
        own.withLock { $0.append(path) }
        return TestFolder(path: path)
    }

    /// Removes the folder now.
    public func remove() {
        Self.own.withLock { $0.removeAll { $0 == path } }
        Self.clear(path)
    }

    /// Runs once, before the first folder.
    private static let preparation: Void = {
        atexit {
            for path in own.withLock({ $0 }) { clear(path) }
        }
        removeAbandoned()
    }()

    private static func removeAbandoned() {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? [] where name.hasPrefix(prefix) {
            let path = "\(parent)/\(name)"
            let descriptor = open(path + "/owner", O_RDWR | O_CLOEXEC)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { clear(path) }
            close(descriptor)
        }
    }

    /// Ends a server in the folder without ado and deletes everything. Blocks for some milliseconds.
    private static func clear(_ path: String) {
        for data in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] {
            guard let text = try? String(contentsOfFile: "\(path)/\(data)/postgres/postmaster.pid", encoding: .utf8),
                let line = text.split(separator: "\n").first, let server = pid_t(line), isServer(server)
            else { continue }
            kill(server, SIGQUIT)
            let deadline = ContinuousClock.now + .seconds(5)
            while isServer(server), ContinuousClock.now < deadline { usleep(2_000) }
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The number may belong to another process by now.
    private static func isServer(_ process: pid_t) -> Bool {
        #if os(Linux)
            guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
            return status.contains("(postgres)") && !status.contains(") Z ")
        #else
            return kill(process, 0) == 0
        #endif
    }
}

extension POSIXError {
    fileprivate static var last: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
