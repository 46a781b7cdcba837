#if canImport(Darwin)
    import Darwin
#elseif canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#endif

/// A lock on a file that the operating system keeps: it ends with the program that holds it, however that ends.
final class LockFile: Sendable {
    enum Kind {
        case shared, exclusive
    }

    let path: String
    private let descriptor: Int32

    init(_ path: String, account: ServerAccount) throws(ClusterError) {
        // O_NOFOLLOW: the folder is the server user's to write, and root must not be led elsewhere by a link in it.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .lastSystemCall("open", path) }
        if account.isSomebodyElse, fchown(descriptor, account.userID, account.groupID) != 0 {
            let failure = ClusterError.lastSystemCall("change the owner of", path)
            close(descriptor)
            throw failure
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Takes or changes the lock if that is possible at once. A failed change loses the lock held before.
    func attempt(_ kind: Kind) throws(ClusterError) -> Bool {
        while flock(descriptor, (kind == .shared ? LOCK_SH : LOCK_EX) | LOCK_NB) != 0 {
            switch errno {
            case EINTR: continue
            case EWOULDBLOCK: return false
            default: throw .lastSystemCall("lock", path)
            }
        }
        return true
    }

    /// Waits for the lock. It asks again and again instead of blocking, so that the wait can be cancelled.
    func lock(_ kind: Kind, patience: Duration) async throws {
        let deadline = ContinuousClock.now + patience
        var pause = Duration.milliseconds(2)
        while try !attempt(kind) {
            guard ContinuousClock.now < deadline else {
                throw ClusterError.locked(path: path, seconds: Int(patience.components.seconds))
            }
            try await Task.sleep(for: pause)
            pause = min(pause * 2, .milliseconds(50))
        }
    }

    func unlock() {
        while flock(descriptor, LOCK_UN) != 0, errno == EINTR {}
    }
}
