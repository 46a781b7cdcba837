import Postgres
import Synchronization
import Testing

@Suite struct PoolTests {
    /// How many tasks have a connection at the same time, and which sessions they saw.
    private final class Usage: Sendable {
        private let state = Mutex((now: 0, most: 0, pids: Set<Int32>()))

        var most: Int { state.withLock { $0.most } }
        var pids: Set<Int32> { state.withLock { $0.pids } }

        func begin(_ pid: Int32) {
            state.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
                $0.pids.insert(pid)
            }
        }

        func end() {
            state.withLock { $0.now -= 1 }
        }
    }

    private func withPool(_ limit: Int, _ body: (Pool, ConnectionConfiguration) async throws -> Void) async throws {
        try await withConfiguration { configuration in
            let pool = Pool(configuration, maximumConnections: limit)
            try await body(pool, configuration)
            await pool.close()
        }
    }

    @Test func `statements and transactions find a connection`() async throws {
        try await withPool(2) { pool, _ in
            #expect(try await pool.execute("CREATE TABLE public.t (a int)") == 0)
            let rows = try await pool.transaction { connection in
                try await connection.execute("INSERT INTO public.t VALUES (1)")
                return try await connection.query("SELECT a FROM public.t")
            }
            #expect(rows.count == 1)
            #expect(try await pool.query("SELECT a FROM public.t").count == 1)
        }
    }

    @Test func `never more connections than allowed, and they are kept`() async throws {
        try await withPool(3) { pool, _ in
            let usage = Usage()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        try await pool.withConnection { connection in
                            usage.begin(await connection.backendPID)
                            try await connection.execute("SELECT 1")
                            usage.end()
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(usage.most <= 3)
            #expect(usage.pids.count <= 3)
        }
    }

    @Test func `a waiting task can be cancelled, and nobody is passed over for it`() async throws {
        try await withPool(1) { pool, _ in
            let (taken, take) = AsyncStream<Void>.makeStream()
            let (freed, free) = AsyncStream<Void>.makeStream()
            let holder = Task {
                try await pool.withConnection { _ in
                    take.yield()
                    for await _ in freed { break }
                }
            }
            for await _ in taken { break }
            let waiter = Task { try await pool.query("SELECT 1") }
            waiter.cancel()
            await #expect(throws: CancellationError.self) { try await waiter.value }
            let next = Task { try await pool.query("SELECT 1 AS one").count }
            free.yield()
            #expect(try await next.value == 1)
            try await holder.value
        }
    }

    @Test func `lost connections are replaced without the next task noticing`() async throws {
        try await withPool(2) { pool, configuration in
            let killer = try await Connection.open(configuration)
            func killAll() async throws {
                try await killer.execute(
                    """
                    SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                    """)
            }
            // Two idle connections.
            try await pool.withConnection { _ in try await pool.withConnection { _ in } }
            try await killAll()
            #expect(try await pool.query("SELECT 1 AS one").count == 1)
            try await killAll()
            #expect(try await pool.withConnection { try await $0.query("SELECT 1 AS one").count } == 1)
            try await killAll()
            #expect(try await pool.transaction { try await $0.query("SELECT 1 AS one").count } == 1)
            await killer.close()
        }
    }

    @Test func `a statement that may have run is not repeated`() async throws {
        try await withPool(1) { pool, configuration in
            let killer = try await Connection.open(configuration)
            try await pool.execute("CREATE SEQUENCE public.runs")
            let pid: Int32 = try #require(try await pool.query("SELECT pg_backend_pid() AS pid").first).decode("pid")
            let work = Task { try await pool.query("SELECT nextval('public.runs'), pg_sleep(600)") }
            try await killer.untilRunning(pid: pid, "wait_event = 'PgSleep'")
            try await killer.execute("SELECT pg_terminate_backend(\(pid), 10000)")
            let error = await #expect(throws: PostgresError.self) { try await work.value }
            #expect(error?.isConnectionFailure == true)
            let runs = try #require(try await pool.query("SELECT last_value FROM public.runs").first)
            #expect(try runs.decode("last_value", as: Int.self) == 1)
            await killer.close()
        }
    }

    @Test func `a connection left inside a transaction does not come back`() async throws {
        try await withPool(1) { pool, _ in
            try await pool.execute("CREATE TABLE public.t (a int)")
            let first = try await pool.withConnection { connection in
                try await connection.script("BEGIN; INSERT INTO public.t VALUES (1)")
                return await connection.backendPID
            }
            let second = try await pool.withConnection { await $0.backendPID }
            #expect(first != second)
            #expect(try await pool.query("SELECT a FROM public.t").isEmpty)
        }
    }

    @Test func `a server that is not there is reported to each who asks`() async throws {
        let pool = Pool(try ConnectionConfiguration(url: "host=/nonexistent dbname=x"), maximumConnections: 1)
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<5 {
                group.addTask {
                    do {
                        _ = try await pool.query("SELECT 1")
                        return false
                    } catch let error as PostgresError {
                        return error.isConnectionFailure
                    }
                }
            }
            for try await failed in group { #expect(failed) }
        }
        await pool.close()
    }

    @Test func `closing waits for those at work and refuses the others`() async throws {
        try await withPool(1) { pool, configuration in
            let (taken, take) = AsyncStream<Void>.makeStream()
            let (freed, free) = AsyncStream<Void>.makeStream()
            let holder = Task {
                try await pool.withConnection { connection in
                    take.yield()
                    for await _ in freed { break }
                    return try await connection.query("SELECT 1 AS one").count
                }
            }
            for await _ in taken { break }
            async let closing: Void = pool.close()
            // Refused either in line or at the door.
            let error = await #expect(throws: PostgresError.self) {
                try await pool.query("SELECT 1")
            }
            guard case .closed = try #require(error) else {
                Issue.record("expected .closed")
                return
            }
            free.yield()
            #expect(try await holder.value == 1)
            await closing
            await pool.close()
        }
    }
}
