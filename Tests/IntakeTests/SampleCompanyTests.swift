import Domain
import Postgres
import Synchronization
import TestSupport
import Testing

@testable import Intake

@Suite("Sample company: loading")
struct SampleCompanyTests {
    /// 2026-03-18T10:20:30Z, a Wednesday.
    private static let asOf = Moment(microseconds: 1_773_829_230_000_000)
    private static let then: SQL = "'2026-03-18T10:20:30Z'::timestamptz"

    /// One number for all the rows of each table.
    private func digests(_ database: TestDatabase) async throws -> [String: String] {
        var digests: [String: String] = [:]
        for table in SampleTable.allCases.map(\.name) + ["features", "crm_sync_log"] {
            let rows = try await database.pool.query(
                "SELECT count(*) || ' ' || md5(string_agg(t::text, '|' ORDER BY t::text)) AS digest FROM \(identifier: "mainstay", table) AS t"
            )
            digests[table] = try rows.first?.decode("digest")
        }
        return digests
    }

    private func loaded(seed: UInt64 = 11, months: Int = 9, chunkSize: Int) async throws -> [String: String] {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(
                customers: 300, months: months, seed: seed, eventsPerCustomer: 30, asOf: Self.asOf, chunkSize: chunkSize)
            _ = try await database.pool.withConnection { try await company.load(into: $0) }
            return try await digests(database)
        }
    }

    @Test("the same parameters give the same rows, whatever the size of the chunks; others give others")
    func determinism() async throws {
        let first = try await loaded(chunkSize: 300)
        #expect(try await loaded(chunkSize: 300) == first)
        #expect(try await loaded(chunkSize: 17) == first)
        #expect(first.count == 9)
        let other = try await loaded(seed: 12, chunkSize: 300)
        for (table, digest) in other where table != "features" { #expect(digest != first[table], "\(table)") }
    }

    @Test("the report counts what is there, progress tells of every chunk, and everybody waits for a score once")
    func report() async throws {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(
                customers: 250, months: 12, seed: 1, eventsPerCustomer: 20, asOf: Self.asOf, chunkSize: 100)
            let seen = Mutex<[SampleProgress]>([])
            let report = try await database.pool.withConnection { connection in
                try await company.load(into: connection) { progress in seen.withLock { $0.append(progress) } }
            }
            #expect(report.rows("users") == 250)
            #expect(report.seconds > 0)
            for table in report.tables {
                let rows = try await database.pool.query("SELECT count(*) AS rows FROM \(identifier: "mainstay", table.name)")
                #expect(try rows.first?.decode("rows") == table.rows, "\(table.name)")
            }
            #expect(seen.withLock { $0.map(\.customersDone) } == [100, 200, 250])
            #expect(seen.withLock { $0.last?.eventsDone } == report.rows("usage_events"))
            let queue = try await database.pool.query("SELECT count(*) AS all, count(user_id) AS single FROM mainstay.rescore_queue")
            #expect(try queue.first?.decode("single", as: Int.self) == 0)
            #expect(try queue.first?.decode("all", as: Int.self) ?? 0 > 0)
        }
    }

    /// Statements that find rows which must not be there.
    private static let wrong: [String: SQL] = [
        "a last login without its event": """
        SELECT FROM mainstay.users AS u WHERE u.last_login IS NOT NULL AND NOT EXISTS (
            SELECT FROM mainstay.usage_events AS e
             WHERE e.user_id = u.user_id AND e.occurred_at = u.last_login AND e.event_type = 'login')
        """,
        "a login that is newer than the last": """
        SELECT FROM mainstay.users AS u JOIN mainstay.usage_events AS e USING (user_id)
         WHERE e.event_type = 'login' AND (e.occurred_at > u.last_login OR u.last_login IS NULL)
        """,
        "a fact without its customer": """
        SELECT user_id FROM mainstay.usage_events UNION SELECT user_id FROM mainstay.support_tickets
         UNION SELECT user_id FROM mainstay.nps_surveys UNION SELECT user_id FROM mainstay.retention_campaigns
         UNION SELECT user_id FROM mainstay.exit_surveys UNION SELECT user_id FROM mainstay.user_status_changes
        EXCEPT SELECT user_id FROM mainstay.users
        """,
        "an event id twice": "SELECT FROM mainstay.usage_events GROUP BY event_id HAVING count(*) > 1",
        "a source id twice": "SELECT FROM mainstay.users GROUP BY external_id HAVING count(*) > 1",
        "an open ticket that is closed, or the reverse": """
        SELECT FROM mainstay.support_tickets WHERE (status IN ('open', 'pending')) <> (closed_at IS NULL)
        """,
        "a moment after the last": """
        SELECT at FROM (SELECT unnest(ARRAY[created_at, last_login, churned_at]) AS at FROM mainstay.users
         UNION ALL SELECT changed_at FROM mainstay.user_status_changes
         UNION ALL SELECT occurred_at FROM mainstay.usage_events
         UNION ALL SELECT unnest(ARRAY[opened_at, closed_at]) FROM mainstay.support_tickets
         UNION ALL SELECT unnest(ARRAY[deployed_at, responded_at, created_at]) FROM mainstay.nps_surveys
         UNION ALL SELECT unnest(ARRAY[sent_at, opened_at, clicked_at, responded_at]) FROM mainstay.retention_campaigns
         UNION ALL SELECT submitted_at FROM mainstay.exit_surveys
         UNION ALL SELECT synced_at FROM mainstay.crm_sync_log) AS moments WHERE at > \(then)
        """,
        "someone who left and came back, but is not active": """
        SELECT FROM mainstay.users AS u WHERE (u.status = 'active') <> mainstay.is_active_at(u, \(then))
        """,
        "a core feature": "SELECT FROM mainstay.features WHERE core",
        "a feature that has no name": """
        SELECT feature FROM mainstay.usage_events WHERE feature IS NOT NULL EXCEPT SELECT name FROM mainstay.features
        """,
        "a contract without renewal, or the reverse": """
        SELECT FROM mainstay.users WHERE (renewal_date IS NULL) <> (COALESCE(arr, 0) = 0)
        """,
        "a bad moment of the CRM sync today": """
        SELECT FROM mainstay.crm_sync_log WHERE synced_at > \(then) - interval '1 day' AND status <> 'success'
        """,
    ]

    @Test("nothing in the tables contradicts itself")
    func invariants() async throws {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(customers: 800, months: 14, seed: 3, eventsPerCustomer: 35, asOf: Self.asOf)
            _ = try await database.pool.withConnection { try await company.load(into: $0) }
            for (name, statement) in Self.wrong { #expect(try await database.pool.query(statement).isEmpty, "\(name)") }
            let returned = try await database.pool.query(
                "SELECT count(*) AS n FROM mainstay.users WHERE status = 'active' AND churned_at IS NOT NULL")
            #expect(try returned.first?.decode("n", as: Int.self) ?? 0 > 0)
            // The number is what people see; the id follows from it without a look-up.
            let first = try await database.pool.query("SELECT user_id FROM mainstay.users WHERE external_id = 'C-000001'")
            #expect(try first.first?.decode("user_id") == CustomerID(source: "C-000001").uuid)
        }
    }

    @Test("it does not mix with other customers, unless told to, and never with itself")
    func refusal() async throws {
        try await TestDatabase.withMigrated { database in
            let company = try SampleCompany(customers: 20, months: 3, seed: 1, asOf: Self.asOf)
            let again = try SampleCompany(customers: 30, months: 3, seed: 2, asOf: Self.asOf)
            try await database.pool.execute("INSERT INTO mainstay.users (user_id) VALUES (gen_random_uuid())")
            try await database.pool.withConnection { connection in
                await #expect(throws: SampleError.customersExist) { _ = try await company.load(into: connection) }
                let report = try await company.load(into: connection, allowExisting: true)
                #expect(report.rows("users") == 20)
                await #expect(throws: SampleError.sampleExists) { _ = try await again.load(into: connection, allowExisting: true) }
            }
            let users = try await database.pool.query("SELECT count(*) AS n FROM mainstay.users")
            #expect(try users.first?.decode("n") == 21)
        }
    }

    @Test("a load that ends early leaves nothing behind")
    func wholeOrNot() async throws {
        try await TestDatabase.withMigrated { database in
            // The last table to be written refuses.
            try await database.pool.execute("ALTER TABLE mainstay.crm_sync_log ADD CONSTRAINT refuse CHECK (record_count < 0)")
            let company = try SampleCompany(customers: 50, months: 3, seed: 1, asOf: Self.asOf)
            try await database.pool.withConnection { connection in
                await #expect(throws: PostgresError.self) { _ = try await company.load(into: connection) }
            }
            let rows = try await database.pool.query(
                "SELECT (SELECT count(*) FROM mainstay.users) + (SELECT count(*) FROM mainstay.usage_events) AS n")
            #expect(try rows.first?.decode("n") == 0)
        }
    }

    @Test("parameters beyond reason are refused with what may be")
    func ranges() throws {
        func refused(_ customers: Int, _ months: Int, _ events: Double, _ asOf: String) throws -> Bool {
            let moment = try Moment(iso8601: asOf)
            do {
                _ = try SampleCompany(customers: customers, months: months, seed: 1, eventsPerCustomer: events, asOf: moment)
                return false
            } catch SampleError.outOfRange {
                return true
            }
        }
        #expect(try refused(0, 12, 60, "2026-01-01"))
        #expect(try refused(10_000_001, 12, 60, "2026-01-01"))
        #expect(try refused(10, 0, 60, "2026-01-01"))
        #expect(try refused(10, 121, 60, "2026-01-01"))
        #expect(try refused(10, 12, 0.5, "2026-01-01"))
        #expect(try refused(10, 12, .nan, "2026-01-01"))
        #expect(try refused(10, 12, 60, "1989-12-31"))
        #expect(try !refused(10, 12, 60, "1990-01-01"))
    }
}
