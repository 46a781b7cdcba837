import Postgres
import Synchronization
import Testing

@Suite struct ConnectionTests {
    @Test func `sessions start with the same settings everywhere`() async throws {
        try await withConfiguration { configuration in
            // What the owner of the database prefers must not reach the program's statements.
            let owner = try await Connection.open(configuration)
            let database = try #require(configuration["dbname"])
            for setting in ["timezone = 'Asia/Tokyo'", "datestyle = 'German'", "search_path = 'public'", "statement_timeout = '1h'"] {
                try await owner.script("ALTER DATABASE \"\(database)\" SET \(setting)")
            }
            await owner.close()
            let connection = try await Connection.open(configuration)
            func show(_ name: String) async throws -> String {
                try #require(try await connection.query("SELECT current_setting(\(name)) AS value").first).decode("value")
            }
            #expect(try await show("TimeZone") == "UTC")
            #expect(try await show("DateStyle") == "ISO, MDY")
            #expect(try await show("client_encoding") == "UTF8")
            #expect(try await show("search_path") == "\"\"")
            #expect(try await show("statement_timeout") == "0")
            #expect(try await show("application_name") == "mainstay")
            await connection.close()
        }
    }

    @Test func `own settings go last`() async throws {
        try await withConfiguration { base in
            var configuration = base
            configuration.applicationName = "it's me"
            configuration.runtimeParameters = [
                "statement_timeout": "1234ms", "search_path": "pg_catalog, public", "mainstay.note": "it's",
            ]
            let connection = try await Connection.open(configuration)
            let row = try #require(
                try await connection.query(
                    """
                    SELECT current_setting('statement_timeout') AS a, current_setting('search_path') AS b,
                           current_setting('mainstay.note') AS c, current_setting('application_name') AS d
                    """
                ).first)
            #expect(
                try ["a", "b", "c", "d"].map { try row.decode($0, as: String.self) }
                    == ["1234ms", "pg_catalog, public", "it's", "it's me"])
            await connection.close()
        }
    }

    @Test func `execute counts rows`() async throws {
        try await withConnection { connection in
            let created = try await connection.execute("CREATE TABLE public.t (a int)")
            #expect(created == 0)
            #expect(try await connection.execute("INSERT INTO public.t SELECT generate_series(1, 5)") == 5)
            #expect(try await connection.execute("UPDATE public.t SET a = 0 WHERE a > \(3)") == 2)
            #expect(try await connection.query("DELETE FROM public.t WHERE a = 0 RETURNING a").count == 2)
            #expect(try await connection.query("SELECT a FROM public.t WHERE false").isEmpty)
        }
    }

    @Test func `server errors name everything and show no values`() async throws {
        try await withConnection { connection in
            try await connection.execute(
                "CREATE TABLE public.person (mail text CONSTRAINT one_person_per_mail UNIQUE, age int CHECK (age > 0))")
            let mail = "ada@example.com"
            let insert: SQL = "INSERT INTO public.person (mail) VALUES (\(mail))"
            try await connection.execute(insert)
            let line = #line + 1
            let error = await #expect(throws: PostgresError.self) { try await connection.execute(insert) }
            guard case .server(let server) = try #require(error) else {
                Issue.record("expected .server")
                return
            }
            #expect(server.sqlState == .uniqueViolation)
            #expect(server.constraint == "one_person_per_mail" && error?.constraint == "one_person_per_mail")
            #expect(server.schema == "public" && server.table == "person")
            #expect(server.statement == "INSERT INTO public.person (mail) VALUES ($1)")
            #expect(server.callSite == CallSite(file: #fileID, line: line))
            #expect(!"\(server)".contains(mail) && "\(server)".contains("one_person_per_mail"))
            #expect(String(reflecting: server).contains(mail))

            let cast = await #expect(throws: PostgresError.self) { try await connection.query("SELECT \(mail)::int") }
            #expect(cast?.sqlState == "22P02")
            #expect(cast?.description.contains(mail) == false)
            #expect(cast?.description.contains("****") == true)
            #expect(cast?.isTransient == false && cast?.isConnectionFailure == false)
        }
    }

    @Test func `the line of a script's error is known`() async throws {
        try await withConnection { connection in
            let error = await #expect(throws: PostgresError.self) {
                try await connection.script("CREATE TABLE public.a (x int);\n-- \u{1F642}\nSELECT nothing;\nSELECT 1;")
            }
            guard case .server(let server) = try #require(error) else { return }
            #expect(server.line == 3)
            // The script was one implicit transaction.
            #expect(try await connection.query("SELECT to_regclass('public.a') AS t").first?.text("t") == nil)
        }
    }

    @Test func `notices are collected, handed on and never printed`() async throws {
        try await withConfiguration { base in
            let heard = Mutex<[String]>([])
            var configuration = base
            configuration.noticeHandler = { notice in heard.withLock { $0.append(notice.message) } }
            let connection = try await Connection.open(configuration)
            try await connection.script("DO $$ BEGIN RAISE WARNING 'mind the gap' USING HINT = 'step'; END $$")
            let notices = await connection.takeNotices()
            #expect(notices.map(\.message) == ["mind the gap"])
            #expect(notices.first?.severity == "WARNING" && notices.first?.hint == "step")
            #expect(heard.withLock { $0 } == ["mind the gap"])
            #expect(await connection.takeNotices().isEmpty)
            await connection.close()
        }
    }

    @Test func `a changed table does not break repeated statements`() async throws {
        try await withConnection { connection in
            try await connection.script("CREATE TABLE public.t (a int); INSERT INTO public.t VALUES (1)")
            for _ in 0..<3 {
                #expect(try await connection.query("SELECT * FROM public.t").first?.columnNames == ["a"])
            }
            try await connection.execute("ALTER TABLE public.t ADD b text DEFAULT 'x'")
            for _ in 0..<3 {
                #expect(try await connection.query("SELECT * FROM public.t").first?.columnNames == ["a", "b"])
            }
        }
    }

    @Test func `discarded preparations are made again`() async throws {
        try await withConnection { connection in
            for _ in 0..<3 { try await connection.execute("SELECT \(1)") }
            try await connection.execute("DEALLOCATE ALL")
            for _ in 0..<3 { #expect(try await connection.execute("SELECT \(1)") == 1) }
        }
    }

    @Test func `preparations stay within their limit`() async throws {
        try await withConfiguration { base in
            var configuration = base
            configuration.preparedStatementLimit = 3
            let connection = try await Connection.open(configuration)
            for number in 0..<10 {
                for _ in 0..<3 { try await connection.execute("SELECT \(raw: "\(number)")") }
            }
            let row = try #require(try await connection.query("SELECT count(*) AS n FROM pg_prepared_statements").first)
            #expect(try row.decode("n", as: Int.self) == 3)
            await connection.close()
        }
    }

    @Test func `cancelling the task cancels the statement on the server`() async throws {
        try await withConfiguration { configuration in
            let watcher = try await Connection.open(configuration)
            let connection = try await Connection.open(configuration)
            let pid = await connection.backendPID
            let sleeper = Task { try await connection.query("SELECT pg_sleep(600)") }
            try await watcher.untilRunning(pid: pid)
            sleeper.cancel()
            await #expect(throws: CancellationError.self) { try await sleeper.value }
            // The session lives on.
            #expect(try await connection.query("SELECT 1 AS one").count == 1)
            await connection.close()
            await watcher.close()
        }
    }

    @Test func `a cancelled task sends nothing`() async throws {
        try await withConnection { connection in
            try await connection.execute("CREATE TABLE public.t (a int)")
            let late = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await connection.execute("INSERT INTO public.t VALUES (1)")
            }
            await #expect(throws: CancellationError.self) { try await late.value }
            #expect(try await connection.query("SELECT a FROM public.t").isEmpty)
        }
    }

    @Test func `a running statement can be cancelled by hand`() async throws {
        try await withConfiguration { configuration in
            let watcher = try await Connection.open(configuration)
            let connection = try await Connection.open(configuration)
            connection.cancelRunningStatement()
            let pid = await connection.backendPID
            let sleeper = Task { try await connection.query("SELECT pg_sleep(600)") }
            try await watcher.untilRunning(pid: pid)
            connection.cancelRunningStatement()
            let error = await #expect(throws: PostgresError.self) { try await sleeper.value }
            #expect(error?.sqlState == .queryCanceled)
            await connection.close()
            await watcher.close()
        }
    }

    @Test func `waiting connections do not hold Swift's threads`() async throws {
        try await withConfiguration { configuration in
            // More waiting sessions than any test machine has cores, all waiting for a lock that the last one frees.
            let holder = try await Connection.open(configuration)
            try await holder.execute("SELECT pg_advisory_lock(1)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<20 {
                    let waiter = try await Connection.open(configuration)
                    group.addTask {
                        try await waiter.execute("SELECT pg_advisory_lock_shared(1)")
                        await waiter.close()
                    }
                }
                try await holder.execute("SELECT pg_advisory_unlock(1)")
                try await group.waitForAll()
            }
            await holder.close()
        }
    }

    @Test func `a lost session says so, before and during a statement`() async throws {
        try await withConfiguration { configuration in
            let killer = try await Connection.open(configuration)
            let idle = try await Connection.open(configuration)
            try await killer.execute("SELECT pg_terminate_backend(\(await idle.backendPID), 10000)")
            for _ in 0..<2 {
                let error = await #expect(throws: PostgresError.self) { try await idle.query("SELECT 1") }
                guard case .connection(let failure) = try #require(error) else {
                    Issue.record("expected .connection, got \(String(describing: error))")
                    return
                }
                #expect(failure.stage == .beforeStatement)
                #expect(error?.isConnectionFailure == true && error?.isTransient == true)
            }

            let busy = try await Connection.open(configuration)
            let pid = await busy.backendPID
            let sleeper = Task { try await busy.query("SELECT pg_sleep(600)") }
            try await killer.untilRunning(pid: pid)
            try await killer.execute("SELECT pg_terminate_backend(\(pid), 10000)")
            let error = await #expect(throws: PostgresError.self) { try await sleeper.value }
            #expect(error?.sqlState == .adminShutdown)
            #expect(error?.isConnectionFailure == true && error?.isTransient == true)
            await killer.close()
        }
    }

    @Test func `closed connections refuse`() async throws {
        try await withConnection { connection in
            await connection.close()
            let error = await #expect(throws: PostgresError.self) { try await connection.query("SELECT 1") }
            #expect(error?.description == "the connection was closed")
            #expect(await connection.backendPID == 0)
        }
    }

    @Test func `refusals of the server carry its code`() async throws {
        try await withConfiguration { configuration in
            let error = await #expect(throws: PostgresError.self) {
                try await Connection.open(configuration.with(database: "no such database"))
            }
            #expect(error?.sqlState == .invalidDatabase)
            #expect(error?.isConnectionFailure == true && error?.isTransient == false)
            #expect(error?.description.contains("LOCATION") == false)
            #expect(error?.description.contains("does not exist") == true)
        }
    }

    @Test func `a server that is not there is a transient failure`() async throws {
        let configuration = try ConnectionConfiguration(url: "host=/nonexistent dbname=x")
        let error = await #expect(throws: PostgresError.self) { try await Connection.open(configuration) }
        #expect(error?.isConnectionFailure == true && error?.isTransient == true)
    }

    @Test func `COPY by other ways is refused and costs the session`() async throws {
        try await withConnection { connection in
            await #expect(throws: PostgresError.self) { try await connection.execute("COPY (SELECT 1) TO STDOUT") }
            let error = await #expect(throws: PostgresError.self) { try await connection.execute("SELECT 1") }
            #expect(error?.isConnectionFailure == true)
        }
    }
}
