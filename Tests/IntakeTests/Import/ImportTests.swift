import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import Intake

@Suite("Import")
struct ImportTests {
    /// One row of everything, and more than one of some.
    static let company = [
        "users.csv": """
        user_id,created_at,email,name,last_login,status,churned_at,subscription_tier,arr,renewal_date
        c1,2025-01-10,a@acme.example,"Acme, Ltd",2026-02-27T08:00:00Z,active,,enterprise,120000.5,2026-06-30
        c2,2025-02-01T10:00:00+02:00,,Zoë,,churned,2025-09-01,basic,,
        6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a99,2025-03-01,,,,,,,0,2026-07-01T22:00:00-05:00
        """,
        "usage_events.csv": """
        user_id,event_type,occurred_at,feature
        c1,login,2026-02-27T08:00:00Z,
        c1,feature_adopted,2025-01-11T09:00:00.123456Z,reports
        c2,login,2025-02-02,
        """,
        "support_tickets.csv": """
        user_id,ticket_id,status,opened_at,closed_at,category,subject
        c1,T-1,open,2026-02-01,,billing,"Invoice
        wrong"
        c1,T-2,closed,2026-01-01,2026-01-02,,
        c2,T-3,closed,2025-05-01,,,
        """,
        "nps_surveys.csv": #"""
        user_id,survey_id,score,feedback_text,deployed_at,responded_at,created_at
        c1,S-1,9,"Says ""great""",2026-02-01,2026-02-02,
        c2,S-2,,,2025-06-01,,2025-06-01
        """#,
        "retention_campaigns.csv": """
        user_id,campaign_type,sent_at,id,opened_at,clicked_at,responded_at,status,variant,cost
        c2,win_back,2025-10-01,K-1,2025-10-02,,,completed,B,1.005
        c1,at_risk,2026-01-01,,,,,,,
        """,
        "exit_surveys.csv": "user_id,reason,submitted_at,detail\nc2,price,2025-09-01,\"too \u{1F4B8}\"\n",
        "crm_sync_log.csv": """
        synced_at,status,record_count,error_message,sync_duration_seconds
        2026-02-28T01:00:00Z,success,120,,14
        2026-02-28T02:00:00Z,error,,timeout,60
        """,
    ]

    @Test("every column of every file arrives")
    func everything() async throws {
        try await TestDatabase.withMigrated { database in
            let report = try await database.load(Self.company)
            #expect(report.files.map(\.name) == ImportFile.all.map(\.name))
            #expect(report.files.map(\.rows) == [3, 3, 3, 2, 2, 1, 2])
            #expect(report.files.allSatisfy { $0.inserted == $0.rows && $0.updated == 0 && $0.unchanged == 0 })
            #expect(report.warnings.isEmpty)
            #expect(report.queued == .customers(3))
            #expect(report.earliestChange?.iso8601 == "2025-01-10T00:00:00Z")

            let (acme, zoe) = (CustomerID(source: "c1").uuid, CustomerID(source: "c2").uuid)
            #expect(
                try await database.rows("SELECT * FROM mainstay.users ORDER BY created_at").map { $0.lowercased() }
                    == [
                        "\(acme)|c1|a@acme.example|acme, ltd|2025-01-10 00:00:00+00|2026-02-27 08:00:00+00|active||enterprise|120000.50|2026-06-30",
                        "\(zoe)|c2||zoë|2025-02-01 08:00:00+00||churned|2025-09-01 00:00:00+00|basic||",
                        // 22:00 at UTC−5 is 03:00 of the next day in UTC.
                        "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a99||||2025-03-01 00:00:00+00||active|||0.00|2026-07-02",
                    ].map { $0.lowercased() })
            #expect(
                try await database.rows(
                    """
                    SELECT u.external_id, e.event_type, e.occurred_at, e.feature
                      FROM mainstay.usage_events AS e JOIN mainstay.users AS u USING (user_id) ORDER BY e.occurred_at
                    """) == [
                        "c1|feature_adopted|2025-01-11 09:00:00.123456+00|reports", "c2|login|2025-02-02 00:00:00+00|",
                        "c1|login|2026-02-27 08:00:00+00|",
                    ])
            #expect(
                try await database.rows(
                    "SELECT external_id, status, opened_at, closed_at, category, subject FROM mainstay.support_tickets ORDER BY external_id"
                )
                    == [
                        "T-1|open|2026-02-01 00:00:00+00||billing|Invoice\nwrong",
                        "T-2|closed|2026-01-01 00:00:00+00|2026-01-02 00:00:00+00||",
                        // Import dates nothing that it does not know.
                        "T-3|closed|2025-05-01 00:00:00+00|||",
                    ])
            #expect(
                try await database.rows(
                    "SELECT score, feedback_text, category, deployed_at, responded_at, created_at FROM mainstay.nps_surveys ORDER BY deployed_at"
                )
                    == [
                        "|||2025-06-01 00:00:00+00||2025-06-01 00:00:00+00",
                        "9|Says \"great\"|promoter|2026-02-01 00:00:00+00|2026-02-02 00:00:00+00|",
                    ])
            #expect(
                try await database.rows(
                    """
                    SELECT campaign_type, sent_at, opened_at, clicked_at, responded_at, status, variant, cost
                      FROM mainstay.retention_campaigns ORDER BY sent_at
                    """) == [
                        "win_back|2025-10-01 00:00:00+00|2025-10-02 00:00:00+00|||completed|B|1.01", "at_risk|2026-01-01 00:00:00+00||||||",
                    ])
            #expect(
                try await database.rows("SELECT reason, submitted_at, detail FROM mainstay.exit_surveys")
                    == ["price|2025-09-01 00:00:00+00|too \u{1F4B8}"])
            #expect(
                try await database.rows(
                    "SELECT synced_at, status, record_count, error_message, sync_duration_seconds FROM mainstay.crm_sync_log ORDER BY synced_at"
                )
                    == ["2026-02-28 01:00:00+00|success|120||14", "2026-02-28 02:00:00+00|error||timeout|60"])
            #expect(
                try await database.rows("SELECT count(*), count(DISTINCT user_id), min(enqueued_at) FROM mainstay.rescore_queue")
                    == ["3|3|2026-03-01 12:00:00+00"])
        }
    }

    @Test("loading the same files again changes nothing, and queues nobody")
    func idempotent() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load(Self.company)
            let before = try await database.contents()
            let again = try await database.load(Self.company, at: TestDatabase.noon.adding(days: 40))
            #expect(again.changedNothing)
            #expect(again.files.allSatisfy { $0.unchanged == $0.rows })
            #expect(again.queued == .nobody)
            #expect(again.earliestChange == nil)
            #expect(try await database.contents() == before)
        }
    }

    @Test("a dry run reports what would be done, and does nothing")
    func dryRun() async throws {
        try await TestDatabase.withMigrated { database in
            let before = try await database.contents()
            let dry = try await database.load(Self.company, dryRun: true)
            #expect(dry.isDryRun)
            #expect(try await database.contents() == before)
            let real = try await database.load(Self.company)
            #expect(dry.files == real.files)
            #expect(dry.queued == real.queued)
            #expect(dry.earliestChange == real.earliestChange)
        }
    }

    @Test("a mistake in the last file leaves nothing of the first; problems of all files are told together, the first twenty")
    func allOrNothing() async throws {
        try await TestDatabase.withMigrated { database in
            var files = Self.company
            files["users.csv"]! += "\nc9,soon,,,,,,,,"
            files["crm_sync_log.csv"] = "synced_at,status\n" + (1...30).map { "2026-01-01,state \($0)\n" }.joined()
            let before = try await database.contents()
            let export = try Export(files)
            defer { export.remove() }
            let error = await #expect(throws: ImportError.self) { try await database.load(folder: export.path) }
            guard case .badFiles(let problems, let moreFollow) = error else {
                Issue.record("another error: \(String(describing: error))")
                return
            }
            #expect(problems.count == CSVImport.shownProblems)
            #expect(moreFollow)
            #expect(
                problems.first?.description == "users.csv:5: created_at: “soon” is not a time; write 2026-01-31 or 2026-01-31T09:30:00Z")
            #expect(problems.last?.description == "crm_sync_log.csv:20: status: “state 19” is not one of success, error, partial")
            #expect(try await database.contents() == before)
        }
    }

    @Test("progress goes through all files and all bytes")
    func progress() async throws {
        try await TestDatabase.withMigrated { database in
            let export = try Export(Self.company)
            defer { export.remove() }
            let bytes = Self.company.values.reduce(0) { $0 + $1.utf8.count }
            var seen: [ImportProgress] = []
            try await database.pool.withConnection { connection in
                _ = try await CSVImport(connection, clock: FixedClock(TestDatabase.noon)).run(directory: export.path) { seen.append($0) }
            }
            #expect(seen.allSatisfy { $0.bytesTotal == bytes && $0.bytesRead <= bytes })
            #expect(seen.map(\.rows) == seen.map(\.rows).sorted())
            #expect(seen.last?.phase == .finishing)
            #expect(seen.last?.rows == 16)
            #expect(seen.filter { $0.phase == .reading }.last?.bytesRead == bytes)
            #expect(Set(seen.compactMap(\.file)) == Set(ImportFile.all.map(\.name)))
        }
    }

    @Test("an import that is cancelled leaves nothing, and its session can be used on")
    func cancelled() async throws {
        try await TestDatabase.withMigrated { database in
            let export = try Export(Self.company)
            defer { export.remove() }
            let before = try await database.contents()
            let connection = try await database.connect()
            let path = export.path
            let load = Task {
                try await CSVImport(connection, clock: FixedClock(TestDatabase.noon)).run(directory: path) { progress in
                    if progress.phase == .merging { withUnsafeCurrentTask { $0?.cancel() } }
                }
            }
            await #expect(throws: CancellationError.self) { try await load.value }
            #expect(try await database.contents() == before)
            let report = try await CSVImport(connection, clock: FixedClock(TestDatabase.noon)).run(directory: path)
            #expect(!report.changedNothing)
            await connection.close()
        }
    }

    @Test("files that lack columns leave those alone; unknown columns are named")
    func missingColumns() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load(Self.company)
            let report = try await database.load([
                "users.csv": "created_at,plan,user_id,,Email\n2025-01-10,gold,c1,,x\n2025-02-01T08:00:00Z,,c2,,y\n"
            ])
            #expect(report.changedNothing)
            #expect(
                report.warnings.map(\.description) == [
                    "users.csv: column 4 has no name and is left aside",
                    "users.csv: column “plan” is unknown and left aside",
                    "users.csv: column “Email” is unknown and left aside; did you mean email?",
                ])
        }
    }

    @Test("a word that only reads like one with a meaning is another word, and is warned of")
    func almostWords() async throws {
        try await TestDatabase.withMigrated { database in
            let report = try await database.load([
                "users.csv":
                    "user_id,created_at,status,subscription_tier\nc1,2025-01-10,active,Enterprise\nc2,2025-01-10,Active,Enterprise\nc3,2025-01-10,active,basic\n",
                "support_tickets.csv": "user_id,status,opened_at\nc1,Open,2025-02-01\nc1,open,2025-02-01\n",
                "usage_events.csv":
                    "user_id,event_type,occurred_at,feature\nc1,Feature Adopted,2025-02-01,a\nc1,feature_adopted,2025-02-02,b\n",
            ])
            #expect(
                report.warnings.map(\.description) == [
                    "users.csv: subscription_tier: “Enterprise” in 2 rows is taken as it stands, not as enterprise; write enterprise where that is meant",
                    "users.csv: status: “Active” in 1 row is taken as it stands, not as active; write active where that is meant",
                    "usage_events.csv: event_type: “Feature Adopted” in 1 row is taken as it stands, not as feature_adopted; write feature_adopted where that is meant",
                    "support_tickets.csv: status: “Open” in 1 row is taken as it stands, not as open; write open where that is meant",
                ])
            let scores = try await database.rows(
                "SELECT u.external_id, mainstay.segment(u.subscription_tier), s.open_ticket_count, s.feature_adoption_count FROM mainstay.users AS u "
                    + "LEFT JOIN mainstay.health_scores_at('2025-02-03') AS s ON s.user_id = u.user_id ORDER BY 1")
            #expect(scores == ["c1|Free|1|1", "c2|Free||", "c3|Basic|0|0"])
        }
    }

    @Test("an empty cell of a column that is there empties the stored value")
    func emptyCells() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load(Self.company)
            let report = try await database.load(["users.csv": "user_id,created_at,email,arr,last_login\nc1,2025-01-10,,,\n"])
            #expect(report.files.map(\.updated) == [1])
            #expect(
                try await database.rows("SELECT email, name, arr, last_login FROM mainstay.users WHERE external_id = 'c1'")
                    == ["|Acme, Ltd||2026-02-27 08:00:00+00"])
        }
    }

    @Test("a customer may be called by the source's id in one file and by the UUID in another")
    func bothIDs() async throws {
        try await TestDatabase.withMigrated { database in
            let id = CustomerID(source: "c1")
            let report = try await database.load([
                "users.csv": "user_id,created_at\n\(id.uuid),2025-01-01\n",
                "usage_events.csv": "user_id,event_type,occurred_at\nc1,login,2025-01-02\n\(id.uuid.uuidString),login,2025-01-03\n",
            ])
            #expect(report.files.map(\.inserted) == [1, 2])
            let named = try await database.load(["users.csv": "user_id,created_at\nc1,2025-01-01\n"])
            #expect(named.files.map(\.updated) == [1])
            let unnamed = try await database.load(["users.csv": "user_id,created_at\n\(id.uuid),2025-01-01\n"])
            #expect(unnamed.changedNothing)
            #expect(try await database.rows("SELECT external_id FROM mainstay.users") == ["c1"])
        }
    }

    @Test("the CDNOW purchases load, with their honest repeats, and load again without a change")
    func cdnow() async throws {
        let folder = try #require(Bundle.module.path(forResource: "Fixtures/cdnow", ofType: nil))
        try await TestDatabase.withMigrated { database in
            let report = try await database.load(folder: folder)
            #expect(report.files.map(\.inserted) == [23_570, 69_659])
            #expect(report.queued == .everybody)
            #expect(report.earliestChange?.iso8601 == "1997-01-01T00:00:00Z")
            #expect(try await database.rows("SELECT count(*), count(DISTINCT user_id) FROM mainstay.usage_events") == ["69659|23570"])
            // Customer 2 bought twice on the day of the first purchase.
            #expect(
                try await database.rows(
                    """
                    SELECT count(*), count(DISTINCT e.event_id) FROM mainstay.usage_events AS e JOIN mainstay.users AS u USING (user_id)
                     WHERE u.external_id = '00002' AND e.occurred_at = '1997-01-12Z'
                    """) == ["2|2"])
            #expect(try await database.load(folder: folder).changedNothing)
        }
    }
}
