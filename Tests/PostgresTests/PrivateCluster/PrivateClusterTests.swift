import Foundation
import Postgres
import TestSupport
import Testing

@Suite struct PrivateClusterTests {
    @Test func `the first use makes the cluster and the last stops it`() async throws {
        try await ClusterFixture.withDataPath { path in
            let events = ClusterEvents()
            let cluster = PrivateCluster(dataDirectory: path, settings: ["fsync": "off"], observe: events.note)
            #expect(try await cluster.status().state == .notCreated)

            let lease = try await cluster.acquire()
            let connection = try await ClusterFixture.connect(lease)
            try await connection.execute("CREATE TABLE public.kept AS SELECT 7 AS number")
            await connection.close()
            let status = try await cluster.status()
            #expect(status.isUsed == true)
            #expect(status.socketDirectory == lease.socketDirectory)
            let major = try #require(status.majorVersion)
            #expect(await lease.release() == .stopped)
            #expect(await lease.release() == .alreadyReleased)
            #expect(try await cluster.status().state == .stopped)

            let again = try await cluster.acquire()
            let second = try await ClusterFixture.connect(again)
            #expect(try await second.query("SELECT number FROM public.kept").first?.decode("number") == 7)
            await second.close()
            #expect(await again.release() == .stopped)
            #expect(
                events.all == [
                    .creating(dataDirectory: path, major: major), .starting(dataDirectory: path),
                    .stopping(dataDirectory: path), .starting(dataDirectory: path), .stopping(dataDirectory: path),
                ])
        }
    }

    @Test func `sessions have the product's role, encoding, order and time zone`() async throws {
        let connection = try await Connection.open(ConnectionConfiguration(url: TestCluster.shared().url()))
        let row = try #require(
            try await connection.query(
                """
                SELECT current_user::text AS role, current_database()::text AS database,
                       pg_encoding_to_char(encoding)::text AS encoding, datcollate AS collation, lower('ÄÖ') AS lowered,
                       current_setting('data_checksums') AS checksums, current_setting('log_timezone') AS log_zone
                FROM pg_catalog.pg_database WHERE datname = current_database()
                """
            ).first)
        await connection.close()
        #expect(try row.decode("role") == "mainstay")
        #expect(try row.decode("database") == "mainstay")
        #expect(try row.decode("encoding") == "UTF8")
        #expect(try row.decode("collation") == "C")
        #expect(try row.decode("lowered") == "äö")
        #expect(try row.decode("checksums") == "on")
        #expect(try row.decode("log_zone") == "UTC")
    }

    @Test func `nothing listens on TCP, and only the owner and root get in`() async throws {
        let shared = try await TestCluster.shared()
        let connection = try await Connection.open(ConnectionConfiguration(url: shared.url()))
        let rows = try await connection.query("SELECT current_setting('listen_addresses') AS addresses")
        #expect(try rows.first?.decode("addresses") == "")
        let rules = try await connection.query("SELECT type, auth_method FROM pg_catalog.pg_hba_file_rules")
        #expect(rules.count == 1)
        #expect(try rules.first?.decode("type") == "local")
        #expect(try rules.first?.decode("auth_method") == "peer")
        await connection.close()

        let status = try await shared.cluster.status()
        for folder in [status.dataDirectory, status.dataDirectory + "/postgres", try #require(status.socketDirectory)] {
            #expect(try ClusterFixture.permissions(folder) == 0o700, "\(folder)")
        }
        for file in ["/postgres/pg_hba.conf", "/postgres/mainstay.conf", "/log/postgres.log", "/users.lock"] {
            #expect(try ClusterFixture.permissions(status.dataDirectory + file) == 0o600, "\(file)")
        }

        // The role that the kernel's word stands for is mainstay and no other.
        var stranger = try ConnectionConfiguration(url: shared.url().replacing("mainstay@", with: "postgres@"))
        stranger.applicationName = "stranger"
        await #expect(throws: PostgresError.self) { try await Connection.open(stranger) }
    }

    @Test(.enabled(if: getuid() == 0, "needs root"))
    func `started by root, files and processes belong to postgres`() async throws {
        let shared = try await TestCluster.shared()
        let process = try #require(try await ClusterFixture.process(shared.cluster))
        let data = shared.cluster.dataDirectory
        for path in [data, data + "/postgres/PG_VERSION", data + "/postgres/mainstay.conf", data + "/users.lock"] {
            #expect(try ClusterFixture.owner(path) == "postgres", "\(path)")
        }
        #if os(Linux)
            let lines = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8).split(separator: "\n")
            let postgres = try #require(getpwnam("postgres")).pointee
            for (name, number) in [("Uid", postgres.pw_uid), ("Gid", postgres.pw_gid)] {
                let ids = try #require(lines.first { $0.hasPrefix(name + ":") }).split(separator: "\t").dropFirst()
                #expect(ids.allSatisfy { $0 == "\(number)" }, "\(name) of real, effective, saved and file system")
            }
            #expect(lines.first { $0.hasPrefix("Groups:") }?.contains(" 0 ") != true)
        #endif
    }

    @Test func `two users share the server and the last one stops it`() async throws {
        try await ClusterFixture.withDataPath { path in
            let first = try await ClusterFixture.cluster(path).acquire()
            let process = try await ClusterFixture.process(ClusterFixture.cluster(path))
            // Another program, by another spelling of the path.
            await #expect(processExitsWith: .success) { [path = path as String, process = process as Int32?] in
                let cluster = ClusterFixture.cluster(path + "/../data/")
                let lease = try await cluster.acquire()
                try #require(try await ClusterFixture.process(cluster) == process)
                let connection = try await ClusterFixture.connect(lease)
                try await connection.execute("SELECT 1")
                await connection.close()
                try #require(await lease.release() == .stillUsed)
            }
            #expect(try await ClusterFixture.process(ClusterFixture.cluster(path)) == process)
            #expect(await first.release() == .stopped)
        }
    }

    @Test func `many users at once agree on one server`() async throws {
        try await ClusterFixture.withDataPath { path in
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask {
                        for _ in 0..<3 {
                            try await ClusterFixture.cluster(path).withLease { lease in
                                let connection = try await ClusterFixture.connect(lease)
                                try await connection.execute("SELECT 1")
                                await connection.close()
                            }
                        }
                    }
                }
                try await group.waitForAll()
            }
            let status = try await ClusterFixture.cluster(path).status()
            #expect(status.state == .stopped)
            #expect(status.isUsed == false)
        }
    }

    @Test func `a pinned server outlives its users`() async throws {
        try await ClusterFixture.withDataPath { path in
            let cluster = ClusterFixture.cluster(path)
            let started = try await cluster.start()
            #expect(started.isPinned)
            #expect(started.isUsed == false)
            let lease = try await cluster.acquire()
            #expect(await lease.release() == .pinned)
            #expect(try await cluster.status().state == started.state)

            // While it is used, stopping means that the last user stops it.
            let user = try await cluster.acquire()
            #expect(try await cluster.stop() == .stillUsed)
            #expect(try await cluster.status().isPinned == false)
            #expect(await user.release() == .stopped)
            #expect(try await cluster.stop() == .wasNotRunning)

            try await cluster.start()
            #expect(try await cluster.stop() == .stopped)
            #expect(try await cluster.status().state == .stopped)
        }
    }

    @Test func `stop by force ends it under its users`() async throws {
        try await ClusterFixture.withDataPath { path in
            let cluster = ClusterFixture.cluster(path)
            let lease = try await cluster.acquire()
            #expect(try await cluster.stop(force: true) == .stopped)
            #expect(await lease.release() == .wasNotRunning)
        }
    }

    @Test func `a lease that ends by an error or a cancelled task stops the server`() async throws {
        try await ClusterFixture.withDataPath { path in
            let cluster = ClusterFixture.cluster(path)
            struct Failure: Error {}
            await #expect(throws: Failure.self) { try await cluster.withLease { _ in throw Failure() } }
            let afterError = try await cluster.status()
            #expect(afterError.state == .stopped)

            let (entered, enter) = AsyncStream.makeStream(of: Void.self)
            let task = Task {
                try await cluster.withLease { _ in
                    enter.finish()
                    // Nobody sends: only cancelling ends the wait.
                    for await _ in AsyncStream<Never>.makeStream().stream {}
                    try Task.checkCancellation()
                }
            }
            for await _ in entered {}
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
            let afterCancelling = try await cluster.status()
            #expect(afterCancelling.state == .stopped)
        }
    }

    @Test func `settings are written anew at each start, and the user's own win`() async throws {
        try await ClusterFixture.withDataPath { path in
            let cluster = ClusterFixture.cluster(path)
            try await ClusterFixture.create(path)
            let ours = path + "/postgres/mainstay.conf"
            let theirs = path + "/postgres/postgresql.conf"
            try "work_mem = '1TB'\n".write(toFile: ours, atomically: false, encoding: .utf8)
            let text = try String(contentsOfFile: theirs, encoding: .utf8)
            try (text + "work_mem = '12345kB'\n").write(toFile: theirs, atomically: false, encoding: .utf8)
            try await cluster.withLease { lease in
                let connection = try await ClusterFixture.connect(lease)
                let rows = try await connection.query(
                    "SELECT current_setting('work_mem') AS memory, current_setting('cluster_name') AS name")
                #expect(try rows.first?.decode("memory") == "12345kB")
                #expect(try rows.first?.decode("name") == "mainstay")
                await connection.close()
            }
        }
    }
}
