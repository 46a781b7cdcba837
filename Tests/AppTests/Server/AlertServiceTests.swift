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
                logger: Logger(label: "test") { _ in Overheard(said: said) }, whenWritten: {})
            let run = Task { await service.run() }
            let failed = await line.next()
            #expect(failed?.hasPrefix("error evaluating alerts failed: ") == true && failed?.contains("not yet") == true)
            let over = await line.next()
            #expect(over?.hasPrefix("notice alerts are evaluated again after ") == true)
            run.cancel()
            await run.value
        }
    }
}
