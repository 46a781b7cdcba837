import Access
import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import App
@testable import Gates

@Suite("A change of the baseline") struct BaselineDeskTests {
    private let now = Moment(microseconds: 1_773_144_000_000_000)

    private func log(_ database: TestDatabase) async throws -> [AuditEntry] {
        try await database.pool.withConnection { try await AuditLog.newest(on: $0) }
    }

    @Test("is in the audit log, with who, what and why") func audited() async throws {
        try await TestDatabase.withMigrated { database in
            let desk = BaselineDesk(pool: database.pool)
            let set = try await desk.set(BaselineRate("82.5"), why: "measured", by: .machineUser("ada"), now: now)
            #expect(set.rate == 82.5 && set.entry?.setBy == "cli:ada")
            _ = try await desk.set(
                BaselineRate("84"), why: "again", by: .account("carla", address: "192.0.2.7"), now: now.adding(seconds: 1))
            let reset = try await desk.reset(why: "over", by: .account("carla", address: "192.0.2.7"), now: now.adding(seconds: 2))
            #expect(reset.isChanged && reset.baseline.entry == nil && reset.baseline.rate == nil)
            #expect(try await !desk.reset(why: "over", by: .machineUser("ada"), now: now.adding(seconds: 3)).isChanged)

            let entries = try await log(database)
            #expect(entries.map(\.action) == ["baseline-reset", "baseline-set", "baseline-set"])
            #expect(entries.map(\.details["from"]) == ["84", "82.5", "automatic"])
            #expect(entries.map(\.details["to"]) == ["automatic", "84", "82.5"])
            #expect(entries.map(\.actor) == ["carla", "carla", "ada"] && entries[0].address == "192.0.2.7")
            #expect(entries.map(\.details["why"]) == ["over", "again", "measured"])
        }
    }

    @Test("that is refused leaves neither a baseline nor a line") func refused() async throws {
        try await TestDatabase.withMigrated { database in
            let desk = BaselineDesk(pool: database.pool)
            await #expect(throws: (any Error).self) {
                try await desk.set(BaselineRate("82.5"), why: " ", by: .machineUser("ada"), now: now)
            }
            #expect(try await log(database).isEmpty)
            let rows = try await database.pool.query("SELECT FROM mainstay.retention_baselines")
            #expect(rows.isEmpty)
        }
    }

    @Test("ends commands with the status of their errors") func statuses() {
        for error in [BaselineError.rateMalformed("x"), .rateOutOfRange("0"), .reasonMissing] { #expect(error.exitStatus == .usage) }
    }
}
