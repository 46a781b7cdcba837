import Dashboards
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Reports

@Suite("Stored reports") struct ReportStoreTests {
    private static let now = moment("2026-06-02T12:00:00Z")

    private func document(_ kind: ReportKind = .weekly, _ asOf: String = "2026-06-01T07:00:00Z", score: Decimal = 70) -> ReportDocument {
        ReportDocument(
            kind: kind, asOf: moment(asOf), summary: "", changed: [], toDecide: [], keyFigures: [],
            sections: [
                ReportSection(
                    id: "s", title: "S",
                    [
                        .figures([
                            ReportFigure("score", "Score", .number(score), .decimal),
                            score == 70 ? ReportFigure("old", "Old", .number(3), .integer) : ReportFigure("new", "New", .null, .percent),
                        ])
                    ])
            ])
    }

    @Test("are given back as they were kept, byte for byte")
    func keeping() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ReportStore(pool: database.pool)
            let document = document()
            let id = try await store.keep(document, by: "cli:anna", now: Self.now)
            let found = try #require(try await store.find(id))
            #expect(found.document == document)
            let text = try document.jsonText()
            #expect(found.jsonText == text)
            #expect(found.header.madeBy == "cli:anna" && found.header.reason == .requested && found.header.madeAt == Self.now)
            #expect(try await store.find(id + 1) == nil)
            await #expect(throws: ReportError.unknown(id + 1)) { try await store.report(id + 1) }
        }
    }

    @Test(
        "cannot be changed",
        arguments: ["UPDATE mainstay.reports SET title = 'x'", "DELETE FROM mainstay.reports", "TRUNCATE mainstay.reports CASCADE"])
    func immutable(statement: String) async throws {
        try await TestDatabase.withMigrated { database in
            let store = ReportStore(pool: database.pool)
            let id = try await store.keep(document(), by: "cli:anna", now: Self.now)
            await #expect(throws: PostgresError.self) { try await database.pool.execute("\(raw: statement)") }
            #expect(try await store.report(id).document == document())
        }
    }

    @Test("speak of every moment that a fact can have", arguments: ReportKind.allCases)
    func earliest(kind: ReportKind) async throws {
        try await TestDatabase.withMigrated { database in
            let document = try await ReportStore(pool: database.pool).make(kind, asOf: ReportStore.earliest)
            #expect(document.asOf == moment("1970-01-01") && !document.sections.isEmpty)
        }
    }

    @Test("do not speak of the future")
    func future() async throws {
        try await TestDatabase.withMigrated { database in
            let late = document(.weekly, "2026-06-02T12:00:00.000001Z")
            await #expect(throws: ReportError.future(late.asOf)) {
                try await ReportStore(pool: database.pool).keep(late, by: "cli:anna", now: Self.now)
            }
        }
    }

    @Test("are listed by the moment they speak of, the newest first, and have a predecessor of their kind")
    func listing() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ReportStore(pool: database.pool)
            let newest = try await store.keep(document(), by: "cli:anna", now: Self.now)
            let insights = try await store.keep(document(.insights, "2026-05-28"), by: "cli:anna", now: Self.now)
            let older = try await store.keep(document(.weekly, "2026-05-25T07:00:00Z"), by: "cli:anna", now: Self.now)
            #expect(try await store.list().map(\.id) == [newest, insights, older])
            #expect(try await store.list([.weekly], limit: 1).map(\.id) == [newest])
            #expect(try await store.predecessor(of: try await store.report(newest).header)?.id == older)
            #expect(try await store.predecessor(of: try await store.report(older).header) == nil)
        }
    }

    @Test("are compared figure by figure, the earlier one first")
    func comparison() async throws {
        try await TestDatabase.withMigrated { database in
            let store = ReportStore(pool: database.pool)
            let later = try await store.keep(document(), by: "cli:anna", now: Self.now)
            let earlier = try await store.keep(
                document(.weekly, "2026-05-25T07:00:00Z", score: Decimal(string: "68.25")!), by: "x", now: Self.now)
            let comparison = try ReportComparison(try await store.report(later), try await store.report(earlier))
            #expect(comparison.earlier.id == earlier && comparison.later.id == later)
            #expect(comparison.lines.map(\.key) == ["score", "old", "new"])
            #expect(comparison.lines.map(\.earlier) == [.number(Decimal(string: "68.25")!), .null, .null])
            #expect(comparison.lines.map(\.later) == [.number(70), .number(3), .null])
            #expect(comparison.lines.map(\.differenceText) == ["+1.75", "–", "–"])
            let other = try await store.keep(document(.insights), by: "x", now: Self.now)
            let (one, two) = (try await store.report(later), try await store.report(other))
            #expect(throws: ReportError.kindsDiffer(.weekly, .insights)) { try ReportComparison(one, two) }
        }
    }

    @Test("are compared with what each figure speaks of, in the title or beside it")
    func comparedThings() throws {
        func stored(_ id: Int64, _ asOf: String, _ figures: [ReportFigure]) -> StoredReport {
            let document = ReportDocument(
                kind: .monthly, asOf: moment(asOf), summary: "", changed: [], toDecide: [], keyFigures: [],
                sections: [ReportSection(id: "s", title: "S", [.figures(figures)])])
            return StoredReport(
                header: ReportHeader(
                    id: id, kind: .monthly, title: "", asOf: moment(asOf), madeAt: Self.now, reason: .requested, madeBy: nil),
                document: document, jsonText: "")
        }
        let comparison = try ReportComparison(
            stored(
                1, "2026-05-01",
                [
                    ReportFigure("left", "Customers who left in April 2026", .number(22), .integer),
                    ReportFigure("used", "Most used", .number(12), .percent, note: "Export"),
                    ReportFigure("same", "Same", .number(1), .integer, note: "in 30 days"),
                    ReportFigure("gone", "Gone", .number(1), .integer, note: "only once"),
                ]),
            stored(
                2, "2026-06-01",
                [
                    ReportFigure("left", "Customers who left in May 2026", .number(0), .integer),
                    ReportFigure("used", "Most used", .null, .percent),
                    ReportFigure("same", "Same", .number(2), .integer, note: "in 30 days"),
                ]))
        #expect(
            comparison.lines.map(\.title) == [
                "Customers who left in April 2026 / Customers who left in May 2026", "Most used", "Same", "Gone",
            ])
        #expect(comparison.lines.map(\.notesText) == [nil, "Export / –", nil, nil])
        let json = comparison.json.text()
        #expect(json.contains(#""notes":{"earlier":"Export","later":null}"#) && json.contains(#""notes":null"#))
    }

    @Test(
        "every error is explained in docs/errors.md",
        arguments: [
            ReportError.unknown(1), .unreadable(1, reason: "x"), .kindsDiffer(.weekly, .monthly), .future(now), .noBrowser(tried: ["x"]),
            .browserFailed("x", reason: "y"),
        ])
    func documented(error: ReportError) throws {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/errors.md")
        #expect(try String(contentsOf: page, encoding: .utf8).contains("| `\(error.code)` |"))
        #expect(error.description.hasSuffix("(\(error.code))"))
    }
}
