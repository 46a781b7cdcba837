import Foundation
import Postgres
import TestSupport
import Testing

/// Data folders that are not, or cannot be, a private cluster's.
@Suite struct PrivateClusterRefusalTests {
    @Test func `a folder of another major version`() async throws {
        try await ClusterFixture.withDataPath { path in
            try await ClusterFixture.create(path)
            try "13\n".write(toFile: path + "/postgres/PG_VERSION", atomically: false, encoding: .utf8)
            let error = await #expect(throws: ClusterError.self) { try await ClusterFixture.cluster(path).acquire() }
            guard case .otherMajorVersion(path, made: 13, let installed) = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(!installed.isEmpty)
            #expect(error?.fix.contains("PostgreSQL 13") == true)
        }
    }

    @Test func `a folder with somebody's files`() async throws {
        try await ClusterFixture.withDataPath { path in
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
            // What a mounted disk brings along does not count.
            try FileManager.default.createDirectory(atPath: path + "/lost+found", withIntermediateDirectories: false)
            #expect(try await ClusterFixture.cluster(path).status().state == .notCreated)

            try Data().write(to: URL(fileURLWithPath: path + "/diary.txt"))
            await #expect(throws: ClusterError.foreignFolder(path, isPostgres: false)) {
                try await ClusterFixture.cluster(path).acquire()
            }
            try Data("15\n".utf8).write(to: URL(fileURLWithPath: path + "/PG_VERSION"))
            await #expect(throws: ClusterError.foreignFolder(path, isPostgres: true)) {
                try await ClusterFixture.cluster(path).status()
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
            #expect(left == ["PG_VERSION", "diary.txt", "lost+found"])
        }
    }

    @Test func `a file`() async throws {
        try await ClusterFixture.withDataPath { path in
            try Data().write(to: URL(fileURLWithPath: path))
            await #expect(throws: ClusterError.notAFolder(path)) { try await ClusterFixture.cluster(path).acquire() }
            await #expect(throws: ClusterError.notAFolder(path)) {
                try await ClusterFixture.cluster(path + "/below").acquire()
            }
        }
    }

    @Test func `no server programs`() async throws {
        try await ClusterFixture.withDataPath { path in
            let cluster = PrivateCluster(dataDirectory: path, programs: "/nowhere")
            await #expect(throws: ClusterError.noServerPrograms(tooOld: [])) { try await cluster.acquire() }
        }
    }

    @Test(.enabled(if: getuid() == 0, "needs root")) func `a way that the server's user cannot go`() async throws {
        try await ClusterFixture.withDataPath { path in
            #expect(mkdir(path, 0o700) == 0)
            let inside = path + "/inside"
            await #expect(throws: ClusterError.unreachableFolder(inside, ancestor: path, user: "postgres")) {
                try await ClusterFixture.cluster(inside).acquire()
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: path)
            #expect(left.isEmpty)
        }
    }

    @Test(.enabled(if: getuid() == 0, "needs root")) func `an ordinary user has his own and not another's`() async throws {
        try await ClusterFixture.withDataPath { path in
            try await ClusterFixture.create(path)
            let nobody = try #require(getpwnam("nobody")).pointee
            let own = path + "-own"
            #expect(mkdir(own, 0o755) == 0)
            #expect(chown(own, nobody.pw_uid, nobody.pw_gid) == 0)
            await #expect(processExitsWith: .success) {
                [path = path as String, own = own as String, user = nobody.pw_uid as UInt32, group = nobody.pw_gid as UInt32] in
                try #require(setgid(group) == 0 && setuid(user) == 0)
                let error = await #expect(throws: ClusterError.self) { try await ClusterFixture.cluster(path).acquire() }
                try #require(error == .otherOwner(folder: path, owner: "postgres", user: "nobody"))

                let cluster = ClusterFixture.cluster(own)
                let lease = try await cluster.acquire()
                let connection = try await ClusterFixture.connect(lease)
                try await connection.execute("SELECT 1")
                await connection.close()
                try #require(try ClusterFixture.owner(own + "/postgres/PG_VERSION") == "nobody")
                try #require(try ClusterFixture.permissions(own) == 0o700)
                try #require(await lease.release() == .stopped)
            }
            // Root may, and the server keeps the owner's identity.
            let lease = try await ClusterFixture.cluster(own).acquire()
            let connection = try await ClusterFixture.connect(lease)
            try await connection.execute("SELECT 1")
            await connection.close()
            #expect(try ClusterFixture.owner(own + "/postgres/mainstay.conf") == "nobody")
            #expect(await lease.release() == .stopped)
        }
    }

    /// The limit of a socket's path is 107 bytes; the others are read by a shell, a configuration file or libpq.
    @Test(arguments: [String(repeating: "deep/", count: 24) + "data", "a,b", "it's \"odd\" \\ $HOME `x` % ü"])
    func `but names of any kind and length serve`(name: String) async throws {
        try await ClusterFixture.withDataPath { path in
            let lease = try await ClusterFixture.cluster(path + "/" + name).acquire()
            let connection = try await ClusterFixture.connect(lease)
            try await connection.execute("SELECT 1")
            await connection.close()
            let sockets = lease.socketDirectory
            #expect(try ClusterFixture.permissions(sockets) == 0o700)
            #expect(await lease.release() == .stopped)
            #expect(FileManager.default.fileExists(atPath: sockets) == sockets.hasPrefix(path), "a short one is removed")
        }
    }
}
