import Foundation
import Postgres
import TestSupport
import Testing

/// What is left after a program, the server, or both were killed.
@Suite struct PrivateClusterCrashTests {
    @Test func `a killed program leaves the server to the next, which stops it`() async throws {
        try await ClusterFixture.withDataPath { path in
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let lease = try await ClusterFixture.cluster(path).acquire()
                let connection = try await ClusterFixture.connect(lease)
                try await connection.execute("CREATE TABLE public.kept AS SELECT 7 AS number")
                kill(getpid(), SIGKILL)
            }
            let cluster = ClusterFixture.cluster(path)
            let left = try await cluster.status()
            #expect(left.isUsed == false)
            guard case .running = left.state else {
                Issue.record("\(left)")
                return
            }
            let lease = try await cluster.acquire()
            #expect(try await cluster.status().state == left.state)
            try await expectKept(lease)
            #expect(await lease.release() == .stopped)
        }
    }

    @Test func `program and server killed: the next start recovers`() async throws {
        try await ClusterFixture.withDataPath { path in
            await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
                let cluster = ClusterFixture.cluster(path)
                let connection = try await ClusterFixture.connect(cluster.acquire())
                try await connection.execute("CREATE TABLE public.kept AS SELECT 7 AS number")
                kill(try #require(try await ClusterFixture.process(cluster)), SIGKILL)
                while try await ClusterFixture.process(cluster) != nil { await Task.yield() }
                kill(getpid(), SIGKILL)
            }
            let events = ClusterEvents()
            let cluster = PrivateCluster(dataDirectory: path, settings: ["fsync": "off"], observe: events.note)
            let lease = try await cluster.acquire()
            #expect(events.all == [.recovering(dataDirectory: path)])
            try await expectKept(lease)
            #expect(await lease.release() == .stopped)
        }
    }

    @Test func `a program whose server was killed starts it again`() async throws {
        try await TestCluster.withOwn { own in
            let connection = try await Connection.open(ConnectionConfiguration(url: own.url()))
            try await connection.execute("CREATE TABLE public.kept AS SELECT 7 AS number")
            let before = try await ClusterFixture.process(own.cluster)
            try await own.kill()
            await #expect(throws: PostgresError.self) {
                // Until the session has noticed, it still answers.
                while true { try await connection.execute("SELECT 1") }
            }
            try await own.start()
            let after = try await ClusterFixture.process(own.cluster)
            #expect(after != nil && after != before)
            let again = try await Connection.open(ConnectionConfiguration(url: own.url()))
            #expect(try await again.query("SELECT number FROM public.kept").first?.decode("number") == 7)
            try await own.restart()
            await #expect(throws: PostgresError.self) { try await again.execute("SELECT 1") }
        }
    }

    @Test func `a process number that belongs to somebody else now is no server`() async throws {
        try await ClusterFixture.withDataPath { path in
            let cluster = ClusterFixture.cluster(path)
            try await ClusterFixture.create(path)
            // The file as a crash before a reboot leaves it, its number now this process's.
            try "\(getpid())\n\(path)/postgres\n1700000000\n5432\n\(path)/run\n\n 1 2\nready   \n"
                .write(toFile: path + "/postgres/postmaster.pid", atomically: false, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path + "/postgres/postmaster.pid")
            if getuid() == 0, let postgres = getpwnam("postgres") {
                chown(path + "/postgres/postmaster.pid", postgres.pointee.pw_uid, postgres.pointee.pw_gid)
            }
            #expect(try await cluster.status().state == .stopped)
            let lease = try await cluster.acquire()
            #expect(await lease.release() == .stopped)
        }
    }

    @Test func `what an interrupted creation left is made anew`() async throws {
        try await ClusterFixture.withDataPath { path in
            let files = FileManager.default
            try files.createDirectory(atPath: path + "/postgres.unfinished/base", withIntermediateDirectories: true)
            for file in ["/cluster.lock", "/users.lock", "/postgres.unfinished/PG_VERSION"] {
                try Data("15\n".utf8).write(to: URL(fileURLWithPath: path + file))
            }
            if getuid() == 0, let postgres = getpwnam("postgres") {
                for file in ["", "/cluster.lock", "/users.lock", "/postgres.unfinished", "/postgres.unfinished/base"] {
                    chown(path + file, postgres.pointee.pw_uid, postgres.pointee.pw_gid)
                }
            }
            let cluster = ClusterFixture.cluster(path)
            #expect(try await cluster.status().state == .notCreated)
            let lease = try await cluster.acquire()
            #expect(!files.fileExists(atPath: path + "/postgres.unfinished"))
            #expect(await lease.release() == .stopped)
        }
    }

    @Test(arguments: [true, false])
    func `a cancelled task takes back what it began`(whileCreating: Bool) async throws {
        try await ClusterFixture.withDataPath { path in
            if !whileCreating { try await ClusterFixture.create(path) }
            let cluster = PrivateCluster(dataDirectory: path, settings: ["fsync": "off"]) { event in
                switch event {
                case .creating, .starting: withUnsafeCurrentTask { $0?.cancel() }
                case .recovering, .stopping: break
                }
            }
            await #expect(throws: CancellationError.self) { try await Task { try await cluster.acquire() }.value }
            let left = try await cluster.status()
            #expect(left.state == (whileCreating ? .notCreated : .stopped))
            #expect(left.isUsed == false)
            #expect(!FileManager.default.fileExists(atPath: path + "/postgres.unfinished"))
            try await ClusterFixture.create(path)
        }
    }

    @Test func `a server that cannot start says why`() async throws {
        try await ClusterFixture.withDataPath { path in
            try await ClusterFixture.create(path)
            let broken = PrivateCluster(dataDirectory: path, settings: ["max_connections": "0"])
            let error = await #expect(throws: ClusterError.self) { try await broken.acquire() }
            #expect(error?.code == "cluster-start-failed")
            #expect(error?.problem.contains("max_connections") == true, "\(error?.problem ?? "")")
            // Nothing is left of the attempt.
            let status = try await broken.status()
            #expect(status.state == .stopped)
            #expect(status.isUsed == false)
        }
    }

    private func expectKept(_ lease: ClusterLease) async throws {
        let connection = try await ClusterFixture.connect(lease)
        #expect(try await connection.query("SELECT number FROM public.kept").first?.decode("number") == 7)
        await connection.close()
    }
}
