import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import Intake

/// What becomes of rows that are there already.
@Suite("Import: rows that come again")
struct ImportMergeTests {
    private static let users = "user_id,created_at\nc1,2025-01-01\nc2,2025-01-01\n"

    private func events(_ database: TestDatabase) async throws -> [String] {
        try await database.rows(
            """
            SELECT u.external_id, e.event_type, to_char(e.occurred_at, 'MM-DD') AS day, e.feature
              FROM mainstay.usage_events AS e JOIN mainstay.users AS u USING (user_id) ORDER BY 1, 3, 2, 4
            """)
    }

    // MARK: Events

    @Test("an event that comes again under its id is replaced, whatever changed; the others stay")
    func corrections() async throws {
        try await TestDatabase.withMigrated { database in
            let header = "user_id,event_type,occurred_at,feature,event_id\n"
            _ = try await database.load([
                "users.csv": Self.users,
                "usage_events.csv": header
                    + "c1,login,2025-02-01,,1\nc1,login,2025-02-02,,2\nc1,feature_adopted,2025-02-03,a,3\nc2,login,2025-02-04,,4\n",
            ])
            try await database.pool.execute("DELETE FROM mainstay.rescore_queue")
            // 1 moves, 2 stays, 3 gets another feature, 4 another type, 5 is new.
            let report = try await database.load([
                "users.csv": Self.users,
                "usage_events.csv": header
                    + "c1,login,2025-01-20,,1\nc1,login,2025-02-02,,2\nc1,feature_adopted,2025-02-03,b,3\nc2,page_view,2025-02-04,,4\nc2,login,2025-02-05,,5\n",
            ])
            #expect(report.files[1] == ImportReport.File(name: "usage_events.csv", rows: 5, inserted: 1, updated: 3))
            #expect(report.files[1].unchanged == 1)
            #expect(report.queued == .customers(2))
            #expect(report.earliestChange?.iso8601 == "2025-01-20T00:00:00Z")
            #expect(
                try await events(database) == [
                    "c1|login|01-20|", "c1|login|02-02|", "c1|feature_adopted|02-03|b", "c2|page_view|02-04|", "c2|login|02-05|",
                ])
        }
    }

    @Test("an event that moves to a later time changes scores from the earlier one on")
    func correctionEarliest() async throws {
        try await TestDatabase.withMigrated { database in
            let file = { (day: String) in
                ["users.csv": Self.users, "usage_events.csv": "user_id,event_type,occurred_at,event_id\nc1,login,\(day),1\n"]
            }
            _ = try await database.load(file("2025-02-01"))
            try await database.pool.execute("INSERT INTO mainstay.daily_figures VALUES ('2025-02-15', 'All', 1, 30, 0, 0, 1)")
            #expect(try await database.load(file("2025-03-01")).earliestChange?.iso8601 == "2025-02-01T00:00:00Z")
            // Noted with the facts, for whoever computes the kept figures next.
            let noted: String? = try await database.pool.query("SELECT min(first_day)::text AS noted FROM mainstay.stale_figures").first?
                .decode("noted")
            #expect(noted == "2025-02-01")
            #expect(try await events(database) == ["c1|login|03-01|"])
        }
    }

    @Test("a corrected event keeps the feature that the file does not name")
    func correctionWithoutFeature() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load([
                "users.csv": Self.users,
                "usage_events.csv": "user_id,event_type,occurred_at,feature,event_id\nc1,feature_adopted,2025-02-01,reports,1\n",
            ])
            let file = "user_id,event_type,occurred_at,event_id\nc1,feature_adopted,2025-02-02,1\n"
            let report = try await database.load(["users.csv": Self.users, "usage_events.csv": file])
            #expect(report.files[1].updated == 1)
            #expect(try await events(database) == ["c1|feature_adopted|02-02|reports"])
            #expect(try await database.load(["users.csv": Self.users, "usage_events.csv": file]).changedNothing)
        }
    }

    @Test("corrections are found whether customers have short histories or one has a long one", arguments: [1, 2_500])
    func manyCorrections(customers: Int) async throws {
        try await TestDatabase.withMigrated { database in
            func files(_ numbers: Range<Int>, shiftedBy shift: Int) -> [String: String] {
                let rows = numbers.map { number in
                    // Every fifth moves.
                    "c\(number % customers),view,2025-02-01T00:00:00.\(100_000 + number + (number % 5 == 0 ? shift : 0)),e\(number)\n"
                }
                return [
                    "users.csv": "user_id,created_at\n" + (0..<customers).map { "c\($0),2025-01-01\n" }.joined(),
                    "usage_events.csv": "user_id,event_type,occurred_at,event_id\n" + rows.joined(),
                ]
            }
            let reports = [
                try await database.load(files(0..<5_000, shiftedBy: 0)),
                try await database.load(files(0..<5_000, shiftedBy: 0)),
                try await database.load(files(1_000..<6_000, shiftedBy: 100_000)),
                try await database.load(files(1_000..<6_000, shiftedBy: 100_000)),
            ]
            #expect(reports.map { $0.files[1].inserted } == [5_000, 0, 1_000, 0])
            #expect(reports.map { $0.files[1].updated } == [0, 0, 800, 0])
            let some: ImportReport.Queued = customers == 1 ? .customers(1) : .everybody
            #expect(reports.map(\.queued) == [some, .nobody, some, .nobody])
            let moved: SQL = "SELECT count(*), count(*) FILTER (WHERE occurred_at > '2025-02-01T00:00:00.2Z') FROM mainstay.usage_events"
            #expect(try await database.rows(moved) == ["6000|1000"])
        }
    }

    @Test("honest repeats are kept, and found again by a longer file of another order")
    func repeats() async throws {
        try await TestDatabase.withMigrated { database in
            let header = "user_id,event_type,occurred_at\n"
            let twice = "c1,purchase,2025-02-01\nc2,purchase,2025-02-01\nc1,purchase,2025-02-01\n"
            let first = try await database.load(["users.csv": Self.users, "usage_events.csv": header + twice])
            #expect(first.files[1].inserted == 3)
            #expect(try await database.load(["users.csv": Self.users, "usage_events.csv": header + twice]).changedNothing)
            let more =
                "c1,purchase,2025-02-01\nc1,purchase,2025-02-01\nc1,login,2025-02-01\nc1,purchase,2025-02-01\nc2,purchase,2025-02-01\n"
            let second = try await database.load(["users.csv": Self.users, "usage_events.csv": header + more])
            #expect(second.files[1] == ImportReport.File(name: "usage_events.csv", rows: 5, inserted: 2, updated: 0))
            // The same row in other words: an offset, a column that says nothing.
            let others = "event_type,feature,user_id,occurred_at\npurchase,,c2,2025-02-01T01:00:00+01:00\n"
            #expect(try await database.load(["users.csv": Self.users, "usage_events.csv": others]).changedNothing)
        }
    }

    @Test("rows without an id are recognised in every file")
    func contentIDs() async throws {
        let files = [
            "users.csv": Self.users,
            "support_tickets.csv": "user_id,status,opened_at\nc1,open,2025-02-01\nc1,open,2025-02-01\n",
            "nps_surveys.csv": "user_id,score\nc1,9\nc1,9\nc2,9\n",
            "retention_campaigns.csv": "user_id,campaign_type,sent_at,cost\nc1,critical,2025-02-01,1\nc1,critical,2025-02-01,1.00\n",
            "exit_surveys.csv": "user_id,reason,submitted_at\nc1,price,2025-02-01\nc1,price,2025-02-01\n",
            "crm_sync_log.csv": "synced_at,status\n2025-02-01,success\n2025-02-01,success\n",
        ]
        try await TestDatabase.withMigrated { database in
            #expect(try await database.load(files).files.map(\.inserted) == [2, 2, 3, 2, 2, 2])
            let before = try await database.contents()
            #expect(try await database.load(files).changedNothing)
            #expect(try await database.contents() == before)
        }
    }

    @Test("ids made of rows do not change from one version of the program to the next")
    func stableIDs() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load([
                "users.csv": Self.users, "usage_events.csv": "user_id,event_type,occurred_at\nc1,login,2025-02-01\nc1,login,2025-02-01\n",
            ])
            // Computed by another program from the definition in RowIdentity.
            #expect(
                try await database.rows("SELECT event_id FROM mainstay.usage_events ORDER BY event_id")
                    == ["8496a7da-a23f-573b-872e-4cec0712de15", "a7f33246-3738-5a22-96db-d18ec3155137"])
        }
    }

    @Test("the login of users.csv and the login event of the same instant are one")
    func logins() async throws {
        try await TestDatabase.withMigrated { database in
            let users = "user_id,created_at,last_login\nc1,2025-01-01,2025-02-01\nc2,2025-01-01,2025-02-02\n"
            let files = ["users.csv": users, "usage_events.csv": "user_id,event_type,occurred_at\nc1,login,2025-02-01\n"]
            _ = try await database.load(files)
            #expect(try await events(database) == ["c1|login|02-01|", "c2|login|02-02|"])
            #expect(try await database.load(files).changedNothing)
            // The next login: the one before stays known.
            _ = try await database.load(["users.csv": "user_id,created_at,last_login\nc2,2025-01-01,2025-02-05\n"])
            #expect(try await events(database) == ["c1|login|02-01|", "c2|login|02-02|", "c2|login|02-05|"])
        }
    }

    // MARK: Customers

    /// Status, end, and whether active now and in the middle of 2025.
    private func customer(_ database: TestDatabase) async throws -> [String] {
        try await database.rows(
            """
            SELECT u.status, u.churned_at::date AS churned_at, mainstay.is_active_at(u, '2026-05-01Z') AS now,
                   mainstay.is_active_at(u, '2025-07-01Z') AS then
              FROM mainstay.users AS u
            """)
    }

    @Test("a customer ends, returns and ends again, as the file says; the past stays")
    func returns() async throws {
        try await TestDatabase.withMigrated { database in
            func load(_ values: String, at day: String) async throws -> ImportReport {
                let files = ["users.csv": "user_id,created_at,status,churned_at\nc1,2025-01-01,\(values)\n"]
                let now = try Moment(iso8601: day)
                let report = try await database.load(files, at: now)
                #expect(try await database.load(files, at: now.adding(days: 1)).changedNothing, "\(values) again")
                return report
            }
            _ = try await load("active,", at: "2025-05-01")
            #expect(try await customer(database) == ["active||t|t"])
            #expect(try await load("churned,2025-06-01", at: "2025-06-02").earliestChange?.iso8601 == "2025-06-01T00:00:00Z")
            #expect(try await customer(database) == ["churned|2025-06-01|f|f"])
            // Ended, but since when is not said: what is stored stays.
            #expect(try await load("churned,", at: "2025-07-01").changedNothing)
            _ = try await load("active,", at: "2025-09-01")
            #expect(try await customer(database) == ["active||t|f"])
            // The second end has no date: it counts from the load on.
            _ = try await load("cancelled,", at: "2026-02-01")
            #expect(try await customer(database) == ["cancelled|2026-02-01|f|f"])
        }
    }

    @Test("without a column for the status, the end alone tells")
    func statusOfEnd() async throws {
        try await TestDatabase.withMigrated { database in
            func load(_ end: String, at day: String) async throws {
                let files = ["users.csv": "user_id,created_at,churned_at\nc1,2025-01-01,\(end)\n"]
                _ = try await database.load(files, at: Moment(iso8601: day))
                #expect(try await database.load(files, at: Moment(iso8601: day)).changedNothing)
            }
            try await load("2025-06-01", at: "2025-08-01")
            #expect(try await customer(database) == ["churned|2025-06-01|f|f"])
            try await load("", at: "2025-09-01")
            #expect(try await customer(database) == ["active||t|f"])
            try await load("2026-03-01", at: "2026-02-01")
            #expect(try await customer(database) == ["active|2026-03-01|f|f"])
        }
    }

    @Test("an empty status keeps the one stored")
    func emptyStatus() async throws {
        try await TestDatabase.withMigrated { database in
            let header = "user_id,created_at,status,churned_at\n"
            _ = try await database.load(["users.csv": header + "c1,2025-01-01,paused,2025-06-01\n"])
            #expect(try await database.load(["users.csv": header + "c1,2025-01-01,,\n"]).changedNothing)
            #expect(try await customer(database) == ["paused|2025-06-01|f|f"])
        }
    }

    @Test("the end of an earlier time is not forgotten because the file does not know it")
    func returnedElsewhere() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load(["users.csv": "user_id,created_at,status,churned_at\nc1,2025-01-01,churned,2025-06-01\n"])
            try await database.pool.transaction { connection in
                try await connection.execute("SET LOCAL mainstay.now = '2025-09-01Z'")
                try await connection.execute("UPDATE mainstay.users SET status = 'active'")
            }
            #expect(try await customer(database) == ["active|2025-06-01|t|f"])
            #expect(try await database.load(["users.csv": "user_id,created_at,status,churned_at\nc1,2025-01-01,active,\n"]).changedNothing)
            #expect(try await customer(database) == ["active|2025-06-01|t|f"])
        }
    }

    @Test("the end of an earlier time does not become the present one because the file still tells it")
    func endedAgain() async throws {
        try await TestDatabase.withMigrated { database in
            let files = ["users.csv": "user_id,created_at,status,churned_at\nc1,2025-01-01,churned,2025-06-01\n"]
            _ = try await database.load(files)
            try await database.pool.transaction { connection in
                try await connection.execute("SET LOCAL mainstay.now = '2025-09-01Z'")
                try await connection.execute("UPDATE mainstay.users SET status = 'active'")
            }
            _ = try await database.load(files, at: Moment(iso8601: "2026-02-01"))
            #expect(try await customer(database) == ["churned|2026-02-01|f|f"])
            #expect(try await database.load(files, at: Moment(iso8601: "2026-02-02")).changedNothing)
            #expect(try await customer(database) == ["churned|2026-02-01|f|f"])
        }
    }

    @Test("an active customer with an end that has passed is warned of")
    func contradiction() async throws {
        try await TestDatabase.withMigrated { database in
            let report = try await database.load(["users.csv": "user_id,created_at,status,churned_at\nc1,2025-01-01,active,2025-06-01\n"])
            #expect(
                report.warnings.map(\.description) == [
                    "users.csv: 1 customer is active in spite of a churned_at that has passed, and counted as ended: "
                        + "empty it where it is no longer true"
                ])
        }
    }

    // MARK: Others

    @Test("tickets close, keep their closing and open again")
    func tickets() async throws {
        try await TestDatabase.withMigrated { database in
            func load(_ values: String, at day: String, header: String = "status,closed_at") async throws -> String {
                let files = [
                    "users.csv": "user_id,created_at\nc1,2025-01-01\n",
                    "support_tickets.csv": "user_id,ticket_id,opened_at,\(header)\nc1,T,2025-02-01,\(values)\n",
                ]
                let report = try await database.load(files, at: Moment(iso8601: day))
                #expect(try await database.load(files, at: Moment(iso8601: day).adding(days: 1)).changedNothing)
                let stored = try await database.rows("SELECT status, closed_at::date FROM mainstay.support_tickets").joined()
                return stored + " since " + (report.earliestChange.map { String($0.iso8601.prefix(10)) } ?? "-")
            }
            let seen = [
                try await load("open,", at: "2025-02-02"),
                try await load("solved,", at: "2025-02-10"),
                try await load("archived,", at: "2025-02-20"),
                try await load("archived,2025-02-09", at: "2025-02-21"),
                try await load("open,", at: "2025-03-01"),
                try await load("closed", at: "2025-03-05", header: "status"),
                try await load("pending", at: "2025-03-06", header: "status"),
            ]
            #expect(
                seen == [
                    "open| since 2025-01-01", "solved|2025-02-10 since 2025-02-10", "archived|2025-02-10 since -",
                    "archived|2025-02-09 since 2025-02-09", "open| since 2025-02-09", "closed|2025-03-05 since 2025-03-05",
                    "pending| since 2025-03-05",
                ])
        }
    }

    @Test("surveys and campaigns are updated under their ids, and do not queue anybody")
    func updates() async throws {
        try await TestDatabase.withMigrated { database in
            _ = try await database.load([
                "users.csv": Self.users,
                "nps_surveys.csv": "user_id,survey_id,deployed_at\nc1,S1,2025-02-01\nc1,S2,2025-02-01\n",
                "retention_campaigns.csv": "user_id,id,campaign_type,sent_at,cost\nc1,K1,critical,2025-02-01,5\n",
            ])
            try await database.pool.execute("UPDATE mainstay.retention_campaigns SET before_stamped = true, health_score_before = 40")
            let report = try await database.load([
                "users.csv": Self.users,
                "nps_surveys.csv": "user_id,survey_id,score,responded_at\nc1,S1,3,2025-02-02\nc1,S2,,\nc2,S3,8,2025-02-02\n",
                "retention_campaigns.csv": "user_id,id,campaign_type,sent_at,opened_at\nc1,K1,critical,2025-02-01,2025-02-03\n",
            ])
            #expect(report.queued == .nobody)
            #expect(report.files.map { "\($0.inserted) \($0.updated) \($0.unchanged)" } == ["0 0 2", "1 1 1", "0 1 0"])
            #expect(
                try await database.rows("SELECT score, deployed_at::date, responded_at::date FROM mainstay.nps_surveys ORDER BY score") == [
                    "3|2025-02-01|2025-02-02", "8||2025-02-02", "|2025-02-01|",
                ])
            #expect(
                try await database.rows("SELECT opened_at::date, cost, health_score_before FROM mainstay.retention_campaigns")
                    == ["2025-02-03|5.00|40"])
        }
    }

    @Test("many touched customers are queued as everybody, few by name")
    func queue() async throws {
        try await TestDatabase.withMigrated { database in
            let all = "user_id,created_at\n" + (1...8_000).map { "c\($0),2025-01-01\n" }.joined()
            func events(_ customers: ClosedRange<Int>, day: String) -> [String: String] {
                let rows = customers.map { "c\($0),login,\(day)\n" }.joined()
                return ["users.csv": "user_id,created_at\n", "usage_events.csv": "user_id,event_type,occurred_at\n" + rows]
            }
            let queued = [
                try await database.load(["users.csv": all]).queued,
                try await database.load(events(1...1_500, day: "2025-02-01")).queued,
                try await database.load(events(1...2_000, day: "2025-02-02")).queued,
                // Most of the file is known: only who has something new is queued.
                try await database.load(events(1_000...2_003, day: "2025-02-02")).queued,
            ]
            #expect(queued == [.everybody, .customers(1_500), .everybody, .customers(3)])
            #expect(
                try await database.rows("SELECT count(*), count(*) - count(user_id) AS everybody FROM mainstay.rescore_queue")
                    == ["\(1 + 1_500 + 1 + 3)|2"])
        }
    }

    @Test("a large file of which little is new, and one that is new but for a row at its end")
    func overlaps() async throws {
        try await TestDatabase.withMigrated { database in
            func file(_ numbers: some Sequence<Int>) -> [String: String] {
                let rows = numbers.map { "c\($0 % 50),view,2025-02-01T00:00:00.\(100_000 + $0)Z\n" }.joined()
                return [
                    "users.csv": "user_id,created_at\n" + (0..<50).map { "c\($0),2025-01-01\n" }.joined(),
                    "usage_events.csv": "user_id,event_type,occurred_at\n" + rows,
                ]
            }
            let inserted = [
                try await database.load(file(0..<20_000)).files[1].inserted,
                try await database.load(file(0..<20_010)).files[1].inserted,
                try await database.load(file((20_010..<40_000).map { $0 } + [5])).files[1].inserted,
            ]
            #expect(inserted == [20_000, 10, 19_990])
            #expect(try await database.rows("SELECT count(*) FROM mainstay.usage_events") == ["40000"])
        }
    }

    @Test("two imports at once: one waits, and both are there")
    func concurrent() async throws {
        try await TestDatabase.withMigrated { database in
            async let left = database.load(ImportTests.company)
            async let right = database.load(ImportTests.company)
            let inserted = try await [left, right].map { $0.files.reduce(0) { $0 + $1.inserted } }.sorted()
            #expect(inserted == [0, 16])
        }
    }
}
