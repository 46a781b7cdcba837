import Synchronization

/// A program's share in the use of a private cluster. The server runs at least until it is released.
///
/// Release it before the program ends, also on SIGINT and SIGTERM: a program that just ends leaves the server running, until the
/// next program that uses it releases its own lease.
public final class ClusterLease: Sendable {
    private struct State {
        var use: LockFile?
        var socketDirectory: String
    }

    private let cluster: PrivateCluster
    private let folder: DataFolder
    private let state: Mutex<State>

    init(cluster: PrivateCluster, folder: DataFolder, use: LockFile, socketDirectory: String) {
        self.cluster = cluster
        self.folder = folder
        state = Mutex(State(use: use, socketDirectory: socketDirectory))
    }

    /// Folder of the server's unix socket.
    public var socketDirectory: String { state.withLock(\.socketDirectory) }

    /// Address of a database on the server, for `ConnectionConfiguration(url:)` and `psql`. It holds no secret.
    public func url(database: String = "mainstay") -> String {
        "postgresql://\(ClusterRole.owner)@/\(Self.escaped(database))?host=\(Self.escaped(socketDirectory))"
            + "&port=\(ClusterLayout.port)"
    }

    public enum ReleaseOutcome: Sendable, Equatable {
        /// This was the last lease, and the server has been stopped.
        case stopped
        /// Other programs use the server.
        case stillUsed
        /// The server stays up until `stop`.
        case pinned
        /// Somebody else stopped the server, or it crashed.
        case wasNotRunning
        /// This lease was released before.
        case alreadyReleased
        /// The server could not be stopped; the next program's last lease tries again.
        case failed(ClusterError)
    }

    /// Ends the share, and stops the server if nobody else uses it and it is not pinned. Runs to its end even in a cancelled
    /// task. A second call does nothing.
    @discardableResult
    public func release() async -> ReleaseOutcome {
        let use = state.withLock { state in
            defer { state.use = nil }
            return state.use
        }
        guard let use else { return .alreadyReleased }
        let (cluster, folder) = (cluster, folder)
        return await ClusterQueue.finish {
            do {
                let decision = try await cluster.lockDecision(folder)
                defer { decision.unlock() }
                return await cluster.leave(folder, use)
            } catch let error as ClusterError {
                return .failed(error)
            } catch {
                // Nobody can cancel this task.
                return .stillUsed
            }
        }
    }

    /// Starts the server again if it died under its users. Call it when connections are refused.
    /// - Throws: ``ClusterError``, `CancellationError`.
    public func ensureRunning() async throws {
        try await withTaskExecutorPreference(ClusterQueue.shared) {
            let decision = try await cluster.lockDecision(folder)
            defer { decision.unlock() }
            let postmaster = try await ServerStart(cluster: cluster, folder: folder).run()
            state.withLock { $0.socketDirectory = postmaster.socketFolder }
        }
    }

    /// Percent-encodes everything but letters, digits and the few marks that mean nothing in an address.
    private static func escaped(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let digits = String(byte, radix: 16, uppercase: true)
                result += (digits.count < 2 ? "%0" : "%") + digits
            }
        }
        return result
    }
}
