import Domain
import Postgres
import Schema
import TestSupport
import Testing

@testable import Access

@Suite("The audit log")
struct AuditLogTests {
    private let now = AccessFixture.now

    @Test("tells who did what to whom, from where; newest first")
    func entries() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.transaction { connection in
                try await AuditLog.record(.userDisabled, of: "anna", by: .account("bert", address: "192.0.2.7"), now: now, on: connection)
                try await AuditLog.record(
                    .tokenRevoked, of: "report", ["id": "x", "note": "\"quoted\" \\ ü"], by: .token("eva", address: nil), now: now,
                    on: connection)
            }
            let log = try await database.pool.withConnection { try await AuditLog.newest(on: $0) }
            #expect(log.map(\.action) == ["token-revoked", "user-disabled"])
            #expect(log[0].details == ["id": "x", "note": "\"quoted\" \\ ü"])
            #expect(log[0].actorKind == .token && log[0].actor == "eva" && log[0].address == nil)
            #expect(log[1].actorKind == .account && log[1].actor == "bert" && log[1].address == "192.0.2.7" && log[1].subject == "anna")
            let about = try await database.pool.withConnection { try await AuditLog.newest(about: "bert", on: $0) }
            #expect(about == [log[1]])
            let newest = try await database.pool.withConnection { try await AuditLog.newest(limit: 1, on: $0) }
            #expect(newest == [log[0]])
        }
    }

    @Test("has an actor of some name, and no more than a line of an address")
    func actors() {
        #expect(AuditActor.machineUser("").name == "unknown")
        #expect(AuditActor.nobody(address: "192.0.2.1\r\nforged\0 line").address == "192.0.2.1forged line")
        #expect(AuditActor.nobody(address: String(repeating: "9", count: 10_000)).address?.count == 100)
    }
}
