import Postgres
import Testing

@Suite struct TransactionTests {
    private struct Refusal: Error {}

    private func withTable(_ body: (Connection, ConnectionConfiguration) async throws -> Void) async throws {
        try await withConfiguration { configuration in
            let connection = try await Connection.open(configuration)
            try await connection.execute("CREATE TABLE public.t (a int PRIMARY KEY)")
            try await body(connection, configuration)
            await connection.close()
        }
    }

    private func expectContent(
        _ content: [Int], _ connection: Connection, sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let rows = try await connection.query("SELECT a FROM public.t ORDER BY a")
        #expect(try rows.map { try $0.decode("a") } == content, sourceLocation: sourceLocation)
    }

    @Test func `what returns is committed and gives its value`() async throws {
        try await withTable { connection, configuration in
            var calls = 0
            let sum = try await connection.transaction { connection in
                calls += 1
                return try await connection.execute("INSERT INTO public.t VALUES (1), (2)")
            }
            #expect(sum == 2 && calls == 1)
            let other = try await Connection.open(configuration)
            try await expectContent([1, 2], other)
            await other.close()
        }
    }

    @Test func `what throws is rolled back and comes out as it is`() async throws {
        try await withTable { connection, _ in
            await #expect(throws: Refusal.self) {
                try await connection.transaction { connection in
                    try await connection.execute("INSERT INTO public.t VALUES (1)")
                    throw Refusal()
                }
            }
            try await expectContent([], connection)
        }
    }

    @Test func `inner transactions undo only themselves`() async throws {
        try await withTable { connection, _ in
            try await connection.transaction { connection in
                try await connection.execute("INSERT INTO public.t VALUES (1)")
                await #expect(throws: PostgresError.self) {
                    try await connection.transaction { connection in
                        try await connection.execute("INSERT INTO public.t VALUES (2)")
                        try await connection.transaction { try await $0.execute("INSERT INTO public.t VALUES (3)") }
                        try await connection.execute("INSERT INTO public.t VALUES (1)")
                    }
                }
                try await connection.transaction { try await $0.execute("INSERT INTO public.t VALUES (4)") }
            }
            try await expectContent([1, 4], connection)
        }
    }

    @Test func `options reach the server`() async throws {
        try await withTable { connection, _ in
            func expect(_ name: String, _ value: String, _ options: TransactionOptions) async throws {
                let rows = try await connection.transaction(options) { connection in
                    try await connection.query("SELECT current_setting(\(name)) AS value")
                }
                #expect(try rows.first?.text("value") == value)
            }
            try await expect("transaction_isolation", "read committed", .init())
            try await expect("transaction_isolation", "repeatable read", .init(isolation: .repeatableRead))
            let options = TransactionOptions(isolation: .serializable, isReadOnly: true, isDeferrable: true)
            try await expect("transaction_isolation", "serializable", options)
            try await expect("transaction_deferrable", "on", options)
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction(options) { try await $0.execute("INSERT INTO public.t VALUES (1)") }
            }
            #expect(error?.sqlState == .readOnlyTransaction)
            await #expect(throws: PostgresError.self) {
                try await connection.transaction { connection in
                    try await connection.transaction(options) { _ in }
                }
            }
            try await expectContent([], connection)
        }
    }

    @Test func `a failing commit says so`() async throws {
        try await withTable { connection, _ in
            try await connection.execute(
                "CREATE TABLE public.child (a int REFERENCES public.t DEFERRABLE INITIALLY DEFERRED)")
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { try await $0.execute("INSERT INTO public.child VALUES (1)") }
            }
            guard case .transaction(let failure) = try #require(error) else {
                Issue.record("expected .transaction")
                return
            }
            #expect(failure.step == .commit && !failure.outcomeIsUnknown)
            #expect(error?.sqlState == .foreignKeyViolation)
            #expect(try await connection.query("SELECT a FROM public.child").isEmpty)
        }
    }

    @Test func `a swallowed error cannot look like a commit`() async throws {
        try await withTable { connection, _ in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { connection in
                    try await connection.execute("INSERT INTO public.t VALUES (1)")
                    _ = try? await connection.execute("SELECT 1 / 0")
                }
            }
            guard case .transaction(let failure) = try #require(error) else {
                Issue.record("expected .transaction")
                return
            }
            #expect(failure.step == .commit && failure.cause is AbortedTransaction)
            try await expectContent([], connection)
        }
    }

    @Test func `begin, body and rollback on a lost session say what happened`() async throws {
        try await withTable { connection, configuration in
            let killer = try await Connection.open(configuration)
            let pid = await connection.backendPID
            let error = await #expect(throws: PostgresError.self) {
                try await connection.transaction { connection in
                    try await killer.execute("SELECT pg_terminate_backend(\(pid), 10000)")
                    try await connection.execute("INSERT INTO public.t VALUES (1)")
                }
            }
            // The body's error says it all: without a session there is nothing to roll back.
            guard case .connection(let failure) = try #require(error) else {
                Issue.record("expected .connection, got \(String(reflecting: error))")
                return
            }
            #expect(failure.stage == .beforeStatement)
            let again = await #expect(throws: PostgresError.self) { try await connection.transaction { _ in } }
            guard case .transaction(let begin) = try #require(again) else {
                Issue.record("expected .transaction")
                return
            }
            #expect(begin.step == .begin && again?.isConnectionFailure == true)

            let third = try await Connection.open(configuration)
            let rollback = await #expect(throws: PostgresError.self) {
                try await third.transaction { connection in
                    try await killer.execute("SELECT pg_terminate_backend(\(await connection.backendPID), 10000)")
                    throw Refusal()
                }
            }
            guard case .transaction(let failed) = try #require(rollback) else {
                Issue.record("expected .transaction")
                return
            }
            #expect(failed.step == .rollback && failed.bodyError is Refusal)
            #expect(await third.backendPID == 0)

            let fourth = try await Connection.open(configuration)
            let commit = await #expect(throws: PostgresError.self) {
                try await fourth.transaction { connection in
                    try await connection.execute("INSERT INTO public.t VALUES (7)")
                    try await killer.execute("SELECT pg_terminate_backend(\(await connection.backendPID), 10000)")
                }
            }
            guard case .transaction(let lost) = try #require(commit) else {
                Issue.record("expected .transaction")
                return
            }
            #expect(lost.step == .commit)
            try await expectContent([], killer)
            await killer.close()
        }
    }

    @Test func `a cancelled body is rolled back`() async throws {
        try await withTable { connection, configuration in
            let watcher = try await Connection.open(configuration)
            let pid = await connection.backendPID
            let work = Task {
                try await connection.transaction { connection in
                    try await connection.execute("INSERT INTO public.t VALUES (1)")
                    try await connection.execute("SELECT pg_sleep(600)")
                }
            }
            try await watcher.untilRunning(pid: pid, "wait_event = 'PgSleep'")
            work.cancel()
            await #expect(throws: CancellationError.self) { try await work.value }
            try await expectContent([], connection)
            await watcher.close()
        }
    }

    @Test func `other tasks are kept out, children are not`() async throws {
        try await withTable { connection, _ in
            try await connection.transaction { connection in
                async let child = connection.execute("INSERT INTO public.t VALUES (1)")
                #expect(try await child == 1)
                let stranger = Task.detached { try await connection.execute("INSERT INTO public.t VALUES (2)") }
                let error = await #expect(throws: PostgresError.self) { try await stranger.value }
                guard case .misuse = try #require(error) else {
                    Issue.record("expected .misuse")
                    return
                }
            }
            try await expectContent([1], connection)
        }
    }

    @Test func `serialization failures are retried when asked for`() async throws {
        try await withTable { connection, configuration in
            try await connection.execute("INSERT INTO public.t VALUES (1)")
            let rival = try await Connection.open(configuration)
            for retries in [0, 1] {
                var attempts = 0
                func increment() async throws {
                    try await connection.transaction(.init(isolation: .repeatableRead, retries: retries)) { connection in
                        attempts += 1
                        _ = try await connection.query("SELECT a FROM public.t")
                        if attempts == 1 { try await rival.execute("UPDATE public.t SET a = a + 10") }
                        try await connection.execute("UPDATE public.t SET a = a + 1")
                    }
                }
                if retries == 0 {
                    let error = await #expect(throws: PostgresError.self) { try await increment() }
                    #expect(error?.sqlState == .serializationFailure && error?.isTransient == true)
                } else {
                    try await increment()
                }
                #expect(attempts == 1 + retries)
            }
            try await expectContent([22], connection)
            await rival.close()
        }
    }
}
