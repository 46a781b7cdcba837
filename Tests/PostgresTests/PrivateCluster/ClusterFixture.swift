import Foundation
import Postgres
import Synchronization
import TestSupport

/// What the tests of private clusters share.
enum ClusterFixture {
    /// Lends a path for a data folder, in a folder that everybody may pass.
    nonisolated(nonsending) static func withDataPath<R>(_ body: (String) async throws -> R) async throws -> R {
        let folder = try TestFolder.make()
        defer { folder.remove() }
        return try await body(folder.path + "/data")
    }

    static func cluster(_ path: String) -> PrivateCluster { PrivateCluster(dataDirectory: path, settings: ["fsync": "off"]) }

    /// Makes the cluster and stops it again.
    static func create(_ path: String) async throws {
        try await cluster(path).withLease { _ in }
    }

    static func connect(_ lease: ClusterLease) async throws -> Connection {
        try await Connection.open(ConnectionConfiguration(url: lease.url()))
    }

    static func process(_ cluster: PrivateCluster) async throws -> Int32? {
        if case .running(let process, _) = try await cluster.status().state { process } else { nil }
    }

    static func permissions(_ path: String) throws -> Int {
        try (FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue ?? -1
    }

    static func owner(_ path: String) throws -> String {
        try FileManager.default.attributesOfItem(atPath: path)[.ownerAccountName] as? String ?? ""
    }
}

/// Collects what a cluster tells.
final class ClusterEvents: Sendable {
    private let noted = Mutex<[ClusterEvent]>([])

    @Sendable func note(_ event: ClusterEvent) { noted.withLock { $0.append(event) } }

    var all: [ClusterEvent] { noted.withLock { $0 } }
}
