import Domain
import Logging
import Postgres
import TestSupport
import Testing

@testable import App

@Suite(.timeLimit(.minutes(20))) struct AlertServiceTests {
    /// Hands on what is said.
    private struct Overheard: LogHandler {
        let said: AsyncStream<String>.Continuation
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .notice
        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }
        func log(event: LogEvent) { said.yield("\(event.level) \(event.message)") }
    }

    /// It has failed several times before it is over.
    @Test func aFailureIsSaidOnceAndSoIsItsEnd() async throws {
        try await TestDatabase.withMigrated { database in
            let (lines, said) = AsyncStream.makeStream(of: String.self)
            var line = lines.makeAsyncIterator()
            try await database.pool.execute("CREATE SEQUENCE mainstay.tries")
            try await database.pool.execute(
                """
                CREATE FUNCTION mainstay.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF nextval('mainstay.tries') < 4 THEN RAISE EXCEPTION 'not yet'; END IF;
                    RETURN NEW;
                END $$
                """)
            try await database.pool.execute(
                "CREATE TRIGGER refuse BEFORE INSERT ON mainstay.alerts FOR EACH ROW EXECUTE FUNCTION mainstay.refuse()")
            for _ in 1...3 {
                try await database.pool.execute(
                    "INSERT INTO mainstay.crm_sync_log (synced_at, status) VALUES (\(SystemClock().now), 'error')")
            }
            let service = AlertService(
                database: Database(pool: database.pool, lease: nil, address: database.url), clock: SystemClock(),
                logger: Logger(label: "test") { _ in Overheard(said: said) }, whenWritten: {}, restAfterFailure: .zero)
            let run = Task { await service.run() }
            let failed = await line.next()
            #expect(failed?.hasPrefix("error evaluating alerts failed: crm_sync_failure cannot be judged ") == true)
            #expect(failed?.contains("not yet") == true)
            let over = await line.next()
            #expect(over?.hasPrefix("notice alerts are evaluated again after ") == true)
            run.cancel()
            await run.value
        }
    }

    /// What the clock has brought, and the figures of other rules, do not wait for the one whose alerts cannot be written.
    @Test func aRuleThatCannotBeJudgedKeepsNoOtherWaiting() async throws {
        try await TestDatabase.withMigrated { database in
            let now = SystemClock().now
            try await database.pool.execute(
                """
                CREATE FUNCTION mainstay.refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'never'; END $$
                """)
            try await database.pool.execute(
                """
                CREATE TRIGGER refuse BEFORE INSERT ON mainstay.alerts FOR EACH ROW WHEN (new.rule = 'crm_sync_failure')
                EXECUTE FUNCTION mainstay.refuse()
                """)
            for _ in 1...3 {
                try await database.pool.execute("INSERT INTO mainstay.crm_sync_log (synced_at, status) VALUES (\(now), 'error')")
            }
            try await database.pool.execute(
                """
                INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, differences)
                VALUES ('full', \(now.adding(seconds: -60)), \(now.adding(seconds: -30)), 2)
                """)
            let due = now.adding(seconds: -30)
            try await database.pool.execute(
                """
                INSERT INTO mainstay.alerts (rule, subject, severity, state, opened_at, fires_at, look_at, details)
                VALUES ('delivery_failed', 'route:x', 'medium', 'pending', \(due), \(due), \(due), '{"reason": "given up"}')
                """)
            let (writings, written) = AsyncStream.makeStream(of: Void.self)
            let service = AlertService(
                database: Database(pool: database.pool, lease: nil, address: database.url), clock: SystemClock(),
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, whenWritten: { written.yield() })
            let run = Task { await service.run() }
            var told: Set<String> = []
            for await _ in writings {
                told.formUnion(
                    try await database.pool.query("SELECT DISTINCT rule FROM mainstay.messages WHERE kind = 'fired'").map { try $0["rule"] }
                )
                if told.isSuperset(of: ["delivery_failed", "reconcile_differences"]) { break }
            }
            #expect(told == ["delivery_failed", "reconcile_differences"])
            run.cancel()
            await run.value
        }
    }
}
