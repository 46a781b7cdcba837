import Access
import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import App
@testable import Gates

@Suite("The exit gates as they are shown") struct GatesReportTests {
    private let now = Moment(microseconds: 1_773_144_000_000_000)  // 2026-03-10T12:00:00Z
    private let plain = Terminal(isTerminal: false, environment: [:])

    /// A company with a CRM and a baseline that somebody set with a text that needs care, and nothing else.
    private func withCompany(_ body: (TestDatabase) async throws -> Void) async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute("UPDATE mainstay.parameters SET value = 'hubspot' WHERE name = 'crm_platform'")
            try await database.pool.execute(
                "INSERT INTO mainstay.crm_sync_log (synced_at, status) VALUES (\(now), 'success')")
            _ = try await BaselineDesk(pool: database.pool).set(
                BaselineRate("82.5"), why: "a | b <script> `x` \u{1B}[31m *x*", by: .machineUser("ada"), now: now)
            try await body(database)
        }
    }

    private func report(_ database: TestDatabase, history: Bool = false) async throws -> GatesReport {
        try await database.pool.transaction(.snapshot) { connection in
            GatesReport(
                try await ExitGates.fetch(asOf: now, on: connection),
                history: history ? try await GateHistory.fetch(asOf: now, on: connection) : nil)
        }
    }

    @Test("says per check what was found, what is needed and where to see it") func table() async throws {
        try await withCompany { database in
            let text = try await report(database).text(.table, on: plain)
            #expect(text.hasPrefix("Exit gates  as of 2026-03-10 12:00 UTC\n\n  ✗ 1. Success system active  unmet\n"))
            for line in [
                "  ✓  CRM syncing             100.00 %  at least 95.00 % of 24 hours' syncs",
                "? 2. Retention improving  unknown", "1 of 1 syncs of the last 24 hours succeeded",
                "An active message of each playbook within 90 days", "mainstay metrics system --as-of 2026-03-10T12:00:00Z",
                "  0 of 3 gates are passed.\n",
            ] {
                #expect(text.contains(line), "\(line)")
            }
            #expect(!text.contains("\u{1B}") && !text.contains("History") && !text.contains("those of now"))
            let past = GatesReport(try await report(database).gates, isPast: true)
            for format in [GatesFormat.table, .markdown] {
                #expect(past.text(format, on: plain).split(separator: "The parameters of the target are those of now.").count == 2)
            }
        }
    }

    @Test("is Markdown in which no text from outside becomes anything else") func markdown() async throws {
        try await withCompany { database in
            let text = try await report(database, history: true).text(.markdown, on: plain)
            #expect(
                text.hasPrefix(
                    "# Exit gates\n\nAs of 2026-03-10 12:00 UTC. **0 of 3 gates are passed.**\n\n## 1. Success system active: unmet\n"))
            #expect(text.contains("82.50 %, set by cli:ada on 2026-03-10: a \\| b \\<script\\> \\`x\\` "))
            #expect(
                text.contains(
                    "An active message of each playbook within 90 days | `mainstay metrics campaigns --as-of 2026-03-10T12:00:00Z` |"))
            #expect(text.contains(" `mainstay deliveries test --route NAME` ") && !text.contains("\u{1B}"))
            #expect(text.contains("\n## History\n\nNo day was recorded yet"))
            // Every row has as many cells as its table.
            for line in text.split(separator: "\n") where line.hasPrefix("| ") {
                #expect(line.replacing("\\|", with: "").count { $0 == "|" } == 8, "\(line)")
            }
        }
    }

    @Test("has the history where it is asked for, and says why a gate turned") func history() async throws {
        try await withCompany { database in
            try await GateRecords(pool: database.pool).record(asOf: now.adding(days: -1), now: now.adding(days: -1))
            try await GateRecords(pool: database.pool).record(asOf: now, now: now)
            let report = try await report(database, history: true)
            let text = report.text(.table, on: plain)
            #expect(text.contains("  History  2 days are on record, from 2026-03-09 to 2026-03-10\n"))
            #expect(text.contains("\n  2026-03-10  Success system active: still unmet\n    ✓ CRM syncing: unmet → passed, 1 of 1 syncs"))
            #expect(text.contains("\n  2026-03-10  Retention improving: still unknown\n    ✓ Baseline known: unknown → passed, 82.50 %"))
            #expect(text.contains("2026-03-09  NPS positive: unmet, the first record"))
            let markdown = report.text(.markdown, on: plain)
            #expect(markdown.contains("| 2026-03-10 | Success system active | still unmet | CRM syncing: unmet → passed, "))
            let json = try JSONSerialization.jsonObject(with: Data(report.text(.json, on: plain).utf8)) as? [String: Any]
            let history = json?["history"] as? [String: Any]
            #expect(history?["days"] as? Int == 2 && (history?["entries"] as? [Any])?.count == 5)
            let first = (json?["gates"] as? [[String: Any]])?.first
            #expect(first?["state"] as? String == "unmet" && (first?["checks"] as? [[String: Any]])?.count == 4)
        }
    }

    @Test("has a baseline that says where it comes from") func baseline() async throws {
        try await withCompany { database in
            let set = try await database.pool.withConnection { try await Baseline.fetch(asOf: now, on: $0) }
            #expect(set.text(.table, on: plain).contains("82.50 %  set by cli:ada on 2026-03-10 12:00 UTC: a | b <script>"))
            #expect(set.text(.csv, on: plain).hasPrefix("set_at,set_by,rate,why\r\n2026-03-10T12:00:00Z,cli:ada,82.5,"))
            let before = try await database.pool.withConnection { try await Baseline.fetch(asOf: now.adding(seconds: -1), on: $0) }
            #expect(before.text(.table, on: plain).contains("– no cohort has had its first month yet"))
        }
    }
}
