import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App

@Suite("The doctor")
struct DoctorTests {
    private func examine(_ database: TestDatabase, as configuration: ConnectionConfiguration? = nil) async -> [Finding] {
        await Doctor(clock: SystemClock()).examine(configuration ?? database.configuration)
    }

    /// Codes of what is not well. The tests' server has its autovacuum off, which would be one of them each time.
    private func codes(_ findings: [Finding]) -> [String] {
        findings.compactMap(\.code).filter { $0 != FindingCode.autovacuumOff.rawValue }
    }

    private func insertCustomer(_ database: TestDatabase) async throws {
        try await database.pool.execute("INSERT INTO mainstay.users (user_id) VALUES (gen_random_uuid())")
    }

    @Test("finds nothing wrong with a new database, and has looked at everything")
    func healthy() async throws {
        try await TestDatabase.withMigrated { database in
            let findings = await examine(database)
            #expect(findings.filter { $0.level != .ok }.map(\.code) == ["doctor-autovacuum-off"])
            #expect(Set(findings.map(\.topic)) == Set(Finding.Topic.allCases).subtracting([.cluster]))
            try await database.pool.execute("SELECT 1")
        }
    }

    @Test("gives the statement that makes a missing index again")
    func missingIndex() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute("DROP INDEX mainstay.usage_events_adoptions")
            let finding = try #require(await examine(database).first { $0.code == FindingCode.indexMissing.rawValue })
            #expect(finding.level == .problem)
            #expect(finding.seen.contains("usage_events_adoptions"))
            try await database.pool.execute(SQL(raw: try #require(finding.remedy)))
            #expect(await codes(examine(database)) == [])
        }
    }

    @Test("sees an index that is not valid, a table without its key, and triggers that do not fire")
    func damage() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute(
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'mainstay.users_created_at'::regclass")
            try await database.pool.execute("ALTER TABLE mainstay.features DROP CONSTRAINT features_pkey")
            try await database.pool.execute("ALTER TABLE mainstay.users DISABLE TRIGGER USER")
            let findings = await examine(database)
            #expect(codes(findings) == ["doctor-index-invalid", "doctor-key-missing", "doctor-trigger-disabled"])
            let trigger = try #require(findings.first { $0.topic == .triggers })
            #expect(trigger.remedy == "ALTER TABLE mainstay.users ENABLE TRIGGER USER, then mainstay refresh --full")
        }
    }

    @Test("sees parameters that were changed past the model")
    func modelBehind() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute("UPDATE mainstay.parameters SET value = '15' WHERE name = 'ticket_penalty'")
            let finding = try #require(await examine(database).first { $0.topic == .model })
            #expect(finding.code == FindingCode.modelBehind.rawValue)
            #expect(finding.seen.contains("ticket_penalty is 15, in the model 10"))
        }
    }

    @Test("sees parameters that lead nowhere, though nothing is set up to send by")
    func parameterValues() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute("UPDATE mainstay.parameters SET value = '#x y' WHERE name = 'chairman_escalation_slack'")
            let findings = await examine(database)
            #expect(codes(findings) == ["doctor-parameter-value"])
            let finding = try #require(findings.first { $0.topic == .parameters })
            #expect(finding.level == .warning && finding.seen.hasPrefix("chairman_escalation_slack: '#x y' is not a Slack channel"))
        }
    }

    @Test("sees who waits while nobody rescores, and is content when an engine has its lease")
    func engine() async throws {
        try await TestDatabase.withMigrated { database in
            try await insertCustomer(database)
            let alone = await examine(database)
            #expect(codes(alone) == ["doctor-queue-waiting", "doctor-scores-stale", "doctor-reconcile-old"])
            #expect(alone.contains { $0.seen.hasPrefix("1 entry waits in the queue") })
            try await database.pool.execute("INSERT INTO mainstay.rescore_queue (user_id) VALUES (NULL)")
            #expect(await codes(examine(database)).contains("doctor-everybody-waiting"))

            let now = SystemClock().now
            for kind in ["incremental", "full"] {
                try await database.pool.execute(
                    "INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, differences) VALUES (\(kind), \(now), \(now), 0)")
            }
            let engine = try await database.connect()
            // The lease of Health's engine.
            try await engine.execute("SELECT pg_advisory_lock(x'656e67696e65'::bigint)")
            let led = await examine(database)
            #expect(codes(led) == [])
            #expect(led.contains { $0.topic == .engine && $0.seen.contains("keeps scores fresh") })
            await engine.close()
        }
    }

    @Test("sees alerts that are due and that nobody evaluates")
    func alertsWaiting() async throws {
        try await TestDatabase.withMigrated { database in
            let since = SystemClock().now.adding(seconds: -3_700)
            try await database.pool.execute(
                """
                INSERT INTO mainstay.alerts (rule, subject, severity, state, opened_at, fires_at, look_at)
                VALUES ('nps_drop', 'nps', 'high', 'pending', \(since), \(since), \(since))
                """)
            let unserved = try #require(await examine(database).first { $0.topic == .alerts })
            #expect(unserved.level == .warning && unserved.code == FindingCode.alertsWaiting.rawValue)
            try await database.pool.execute(
                """
                INSERT INTO mainstay.job_runs (job, due_at, attempt, started_at, server, lease_until)
                VALUES ('j', \(since), 1, \(since), 's', \(since.adding(seconds: 1)))
                """)
            let served = try #require(await examine(database).first { $0.topic == .alerts })
            #expect(served.level == .problem)
            #expect(served.seen == "1 alert is due and not looked at, the oldest for 61 min: nobody is told")
        }
    }

    @Test("counts what a reconcile found wrong as a problem until the next one")
    func differences() async throws {
        try await TestDatabase.withMigrated { database in
            let now = SystemClock().now
            func reconcile(ago seconds: Int64, differences: Int) async throws {
                let moment = now.adding(seconds: -seconds)
                try await database.pool.execute(
                    """
                    INSERT INTO mainstay.refresh_runs (kind, started_at, finished_at, rescored, differences)
                    VALUES ('full', \(moment), \(moment), 100, \(differences))
                    """)
            }
            try await reconcile(ago: 20, differences: 3)
            let finding = try #require(await examine(database).first { $0.topic == .reconcile })
            #expect(finding.level == .problem)
            #expect(finding.seen.contains("3 customers whose stored score was wrong"))
            try await reconcile(ago: 10, differences: 0)
            #expect(await codes(examine(database)) == [])
        }
    }

    @Test("says which right is missing, and looks no further than it may")
    func permissions() async throws {
        try await TestDatabase.withMigrated { database in
            let role = TestCluster.unprivilegedRole
            let none = await examine(database, as: database.unprivilegedConfiguration)
            #expect(codes(none) == ["doctor-not-permitted"])
            try await database.pool.execute("GRANT USAGE ON SCHEMA mainstay TO \(identifier: role)")
            try await database.pool.execute("GRANT SELECT ON ALL TABLES IN SCHEMA mainstay TO \(identifier: role)")
            let reader = await examine(database, as: database.unprivilegedConfiguration)
            #expect(codes(reader) == ["doctor-not-permitted", "doctor-not-owner"])
            #expect(reader.contains { $0.topic == .tables })
            try await database.pool.execute("REVOKE SELECT ON mainstay.rescore_queue FROM \(identifier: role)")
            let blind = await examine(database, as: database.unprivilegedConfiguration)
            #expect(codes(blind) == ["doctor-not-permitted", "doctor-not-owner", "doctor-look-failed"])
            #expect(blind.contains { $0.topic == .reconcile })
        }
    }

    @Test("tells an empty database, one that cannot be written and one of a newer program apart")
    func schema() async throws {
        try await TestDatabase.withEmpty { database in
            #expect(await codes(examine(database)) == ["doctor-no-schema"])
            #expect(await codes(examine(database, as: database.unprivilegedConfiguration)) == ["doctor-not-permitted"])
            try await database.pool.execute("SELECT 1")
        }
        try await TestDatabase.withMigrated { database in
            var readOnly = database.configuration
            readOnly.runtimeParameters["default_transaction_read_only"] = "on"
            #expect(await codes(examine(database, as: readOnly)) == ["doctor-read-only"])
            try await database.pool.execute("UPDATE mainstay.schema_definitions SET checksum = 'other' WHERE name = '09_segments'")
            #expect(await codes(examine(database)) == ["doctor-schema-older"])
            try await database.pool.execute(
                "INSERT INTO mainstay.schema_migrations (version, name, checksum) VALUES (9000, '9000_future', 'x')")
            #expect(await codes(examine(database)) == ["doctor-schema-unusable"])
        }
    }

    @Test("says why it cannot connect")
    func unreachable() async throws {
        try await TestDatabase.withMigrated { database in
            let missing = await examine(database, as: database.configuration.with(database: "nowhere"))
            #expect(missing.map(\.code) == ["doctor-unreachable"])
            #expect(missing.first?.remedy == "create the database, or correct its name in the address")
            let nobody = await examine(database, as: try ConnectionConfiguration(url: "host=/nonexistent dbname=x"))
            #expect(nobody.map(\.code) == ["doctor-unreachable"])
            #expect(nobody.first?.remedy?.contains("--database-url") == true)
        }
    }

    @Test("compares the clocks")
    func clockSkew() async throws {
        try await TestDatabase.withMigrated { database in
            let fast = FixedClock(SystemClock().now.adding(seconds: 3_600))
            let finding = try #require(await Doctor(clock: fast).examine(database.configuration).first { $0.topic == .clock })
            #expect(finding.level == .problem)
            #expect(finding.seen.contains("behind this machine's"))
            try await database.pool.execute("SELECT 1")
        }
    }

    @Test("has every code explained in docs/errors.md", arguments: FindingCode.allCases)
    func documented(_ code: FindingCode) throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/errors.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("| `\(code.rawValue)` |"))
    }
}
