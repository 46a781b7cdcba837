import Domain
import Postgres
import Schema
import TestSupport
import Testing

@testable import Access

@Suite("API tokens")
struct TokensTests {
    private let now = AccessFixture.now
    private let root = AccessFixture.administrator

    private func all(_ fixture: AccessFixture) async throws -> [APIToken] {
        try await fixture.database.pool.withConnection { try await APIToken.all(on: $0) }
    }

    @Test("let a program in with their role, and are stored hashed")
    func create() async throws {
        try await AccessFixture.with { fixture in
            let created = try await fixture.access.tokens.create(name: " nightly report ", role: .successOps, by: root, now: now)
            #expect(created.token.name == "nightly report")
            #expect(created.text.text.hasPrefix("mst_\(created.token.id)_"))
            #expect(
                try await fixture.access.who(apiToken: created.text.text, now: now)
                    == TokenHolder(id: created.token.id, name: "nightly report", role: .successOps))
            let stored = try await fixture.database.pool.query("SELECT row_to_json(t)::text AS row FROM mainstay.api_tokens AS t").first
            #expect(try stored?.decode("row", as: String.self).contains(created.text.text.suffix(64)) == false)
            let entry = try #require(try await fixture.log().first)
            #expect(entry.action == "token-created" && entry.subject == "nightly report")
            #expect(entry.details == ["id": created.token.id, "role": "success_ops"])
        }
    }

    @Test("are compared whole")
    func comparison() async throws {
        try await AccessFixture.with { fixture in
            let text = try await fixture.access.tokens.create(name: "report", role: .eva, by: root, now: now).text.text
            let other = try await fixture.access.tokens.create(name: "other", role: .eva, by: root, now: now).text.text
            let last = text.last == "0" ? "1" : "0"
            let mixed = text.prefix(17) + other.dropFirst(17)
            for wrong in [String(text.dropLast()) + last, String(mixed), text.uppercased(), text + "0", String(text.dropFirst(4)), ""] {
                #expect(try await fixture.access.who(apiToken: wrong, now: now) == nil)
            }
            #expect(try await fixture.access.who(apiToken: text, now: now) != nil)
        }
    }

    @Test("are worthless at once when revoked, by name, id or text", arguments: ["name", "id", "text"])
    func revoke(_ by: String) async throws {
        try await AccessFixture.with { fixture in
            let created = try await fixture.access.tokens.create(name: "report", role: .eva, by: root, now: now)
            #expect(try await fixture.access.who(apiToken: created.text.text, now: now) != nil)
            let sought = ["name": "report", "id": created.token.id, "text": created.text.text][by] ?? ""
            let revoked = try await fixture.access.tokens.revoke(sought, by: root, now: now)
            #expect(revoked.isChanged && revoked.token.revokedAt == now)
            #expect(try await fixture.access.who(apiToken: created.text.text, now: now) == nil)
            #expect(try await !fixture.access.tokens.revoke(sought, by: root, now: now).isChanged)
            #expect(try await fixture.log().map(\.action) == ["token-revoked", "token-created"])
        }
    }

    @Test("have a name each, which a revoked one gives back")
    func names() async throws {
        try await AccessFixture.with { fixture in
            let tokens = fixture.access.tokens
            let first = try await tokens.create(name: "report", role: .eva, by: root, now: now)
            await #expect(throws: AccessError.tokenTaken(name: "report")) {
                try await tokens.create(name: "report", role: .eva, by: root, now: now)
            }
            try await tokens.revoke("report", by: root, now: now)
            let second = try await tokens.create(name: "report", role: .eva, by: root, now: now)
            #expect(try await tokens.revoke("report", by: root, now: now).token.id == second.token.id)
            #expect(try await Set(all(fixture).map(\.id)) == [first.token.id, second.token.id])
            for name in ["", "  ", "two\nlines", "zero\0", String(repeating: "x", count: 101)] {
                await #expect(throws: AccessError.tokenNameMalformed(name)) {
                    try await tokens.create(name: name, role: .eva, by: root, now: now)
                }
            }
            await #expect(throws: AccessError.tokenUnknown("nothing")) { try await tokens.revoke("nothing", by: root, now: now) }
        }
    }

    @Test("that are unknown are not repeated in an error")
    func unknownText() async throws {
        try await AccessFixture.with { fixture in
            let text = TokenText.random()
            await #expect(throws: AccessError.tokenUnknown("mst_\(text.id)_****")) {
                try await fixture.access.tokens.revoke(text.secret.text, by: root, now: now)
            }
        }
    }

    @Test("say when they were last used, to the minute")
    func lastUsed() async throws {
        try await AccessFixture.with { fixture in
            let text = try await fixture.access.tokens.create(name: "report", role: .eva, by: root, now: now).text.text
            #expect(try await all(fixture).map(\.lastUsedAt) == [nil])
            for (seconds, expected) in [(0, 0), (59, 0), (62, 62)] as [(Int64, Int64)] {
                _ = try await fixture.access.who(apiToken: text, now: now.adding(seconds: seconds))
                #expect(try await all(fixture).map(\.lastUsedAt) == [now.adding(seconds: expected)])
            }
        }
    }
}
