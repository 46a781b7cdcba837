import CustomerMetrics
import Domain
import Foundation
import Health
import Intake
import Postgres
import TestSupport
import Testing

/// 23,570 real customers: the figures of an independent program, to the last digit.
@Suite struct CDNOWTests {
    private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("IntakeTests/Fixtures/cdnow")

    private struct Expected: Decodable {
        let health: JSONTree
        let retention: [String: JSONTree]
    }

    @Test func figuresEqualThoseOfAnIndependentProgram() async throws {
        let expected = try JSONDecoder().decode(
            [String: Expected].self, from: Data(contentsOf: Self.folder.appendingPathComponent("expected.json")))
        #expect(expected.count == 2)
        try await TestDatabase.withMigrated { database in
            let clock = FixedClock(try Moment(iso8601: "1998-07-01"))
            try await database.pool.withConnection { connection in
                let report = try await CSVImport(connection, clock: clock).run(directory: Self.folder.path)
                #expect(report.files.map(\.rows) == [23_570, 69_659])
            }
            try await check(expected, database)
            // The same with stored scores in the way: they are of another moment and must not be used.
            _ = try await ScoreRefresh(pool: database.pool, clock: clock).bringUpToDate()
            try await check(expected, database)
            // And from stored scores of the very moment.
            let moment = FixedClock(try Moment(iso8601: "1998-01-01"))
            try await database.pool.execute("UPDATE mainstay.engine_state SET scored_as_of = NULL")
            let report = try await ScoreRefresh(pool: database.pool, clock: moment).reconcile()
            #expect(report.rescored >= 23_570)
            try await check(expected, database)
        }
    }

    @Test func loadingItAgainChangesNothing() async throws {
        try await TestDatabase.withMigrated { database in
            let clock = FixedClock(try Moment(iso8601: "1998-07-01"))
            try await database.pool.withConnection { connection in
                let load = CSVImport(connection, clock: clock)
                _ = try await load.run(directory: Self.folder.path)
                clock.advance(days: 1)
                let again = try await load.run(directory: Self.folder.path)
                #expect(again.changedNothing)
                #expect(again.queued == .nobody)
            }
        }
    }

    private func check(_ expected: [String: Expected], _ database: TestDatabase) async throws {
        try await database.pool.withConnection { connection in
            for (time, figures) in expected {
                let moment = try Moment(iso8601: time)
                let health = try await HealthSummary.fetch(asOf: moment, on: connection).json
                #expect(try JSONTree(health).contains(figures.health), "health at \(time)")
                for (name, retention) in figures.retention {
                    let definition = try #require(RetentionDefinition(rawValue: name))
                    let tree = try JSONTree(try await Retention.fetch(asOf: moment, definition: definition, on: connection).json)
                    #expect(tree.withoutEmptyCohorts.contains(retention), "\(name) retention at \(time)")
                }
            }
        }
    }
}

/// JSON as a tree whose numbers are exact decimals.
private enum JSONTree: Decodable, Equatable {
    case null
    case bool(Bool)
    case number(Decimal)
    case text(String)
    case list([JSONTree])
    case members([String: JSONTree])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let value = try? container.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? container.decode(Decimal.self) {
            self = .number(value)
        } else if let value = try? container.decode(String.self) {
            self = .text(value)
        } else if let value = try? container.decode([JSONTree].self) {
            self = .list(value)
        } else {
            self = .members(try container.decode([String: JSONTree].self))
        }
    }

    init(_ json: JSON) throws {
        self = try JSONDecoder().decode(JSONTree.self, from: Data(json.text().utf8))
    }

    /// The independent program leaves cohorts without customers out.
    var withoutEmptyCohorts: JSONTree {
        guard case .members(var members) = self, case .list(let cohorts) = members["cohorts"] else { return self }
        members["cohorts"] = .list(
            cohorts.filter { cohort in
                guard case .members(let cohort) = cohort else { return true }
                return cohort["size"] != .number(0)
            })
        return .members(members)
    }

    /// Whether every member that is expected is there with the same value; there may be more.
    func contains(_ expected: JSONTree) -> Bool {
        switch (self, expected) {
        case (.members(let mine), .members(let others)):
            others.allSatisfy { name, value in mine[name]?.contains(value) ?? false }
        case (.list(let mine), .list(let others)):
            mine.count == others.count && zip(mine, others).allSatisfy { $0.contains($1) }
        default: self == expected
        }
    }
}
