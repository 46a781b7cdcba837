import Domain
import Postgres
import Schema
import TestSupport
import Testing

@testable import Access

@Suite("Accounts")
struct AccountsTests {
    private let now = AccessFixture.now
    private let later = AccessFixture.now.adding(seconds: 10)
    private let root = AccessFixture.administrator

    private func all(_ fixture: AccessFixture) async throws -> [Account] {
        try await fixture.database.pool.withConnection { try await Account.all(on: $0) }
    }

    @Test("are added in small letters, once, and recorded")
    func add() async throws {
        try await AccessFixture.with { fixture in
            #expect(try await !fixture.access.hasUsers())
            let account = try await fixture.add("Anna@Example.com", .chairman)
            #expect(account.name == "anna@example.com")
            #expect(account.role == .chairman)
            #expect(account.createdAt == now)
            #expect(account.lastSignInAt == nil && !account.isDisabled)
            #expect(try await fixture.access.hasUsers())
            await #expect(throws: AccessError.accountTaken(name: "anna@example.com", isDisabled: false)) {
                try await fixture.add("ANNA@example.com")
            }
            #expect(try await all(fixture) == [account])
            let entry = try #require(try await fixture.log().first)
            #expect(entry.action == "user-added" && entry.subject == "anna@example.com" && entry.details == ["role": "chairman"])
            #expect(entry.actorKind == .machineUser && entry.actor == "root" && entry.address == nil && entry.recordedAt == now)
            #expect(try await fixture.count("audit_log") == 1)
        }
    }

    @Test(
        "have names that can be seen and told apart",
        arguments: [
            "", "  ", "anna bell", "anna\n", "a\u{200B}nna", "a\u{202E}nna", "anna\0", String(repeating: "a", count: 255), "a\u{A0}b",
        ])
    func names(_ name: String) throws {
        if name == "anna\n" {
            // What surrounds a name is not part of it.
            #expect(try AccountName(new: name).text == "anna")
        } else {
            #expect(throws: AccessError.accountNameMalformed(name)) { try AccountName(new: name) }
        }
    }

    @Test("are the same however their letters are composed")
    func composedNames() throws {
        #expect(try AccountName(new: "Ju\u{308}rgen") == AccountName(new: "j\u{FC}rgen"))
    }

    @Test("do not take their name as password")
    func passwordIsName() async throws {
        try await AccessFixture.with { fixture in
            await #expect(throws: AccessError.passwordIsName) {
                try await fixture.access.accounts.add(
                    name: "anna@example.com", role: .admin, password: Password(new: "Anna@Example.com"), by: root, now: now)
            }
            try await fixture.add()
            await #expect(throws: AccessError.passwordIsName) {
                try await fixture.access.accounts.setPassword(Password(new: "anna@example.com"), of: "Anna@example.com", by: root, now: now)
            }
        }
    }

    @Test("sign out everywhere when role, password or state change", arguments: ["role", "password", "disable"])
    func endsSessions(_ what: String) async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            try await fixture.add("bert@example.com")
            let cookies = [try await fixture.cookie(), try await fixture.cookie()]
            let other = try await fixture.cookie("bert@example.com")
            for cookie in cookies + [other] { #expect(try await fixture.access.who(session: cookie, now: now) != nil) }
            let accounts = fixture.access.accounts
            let change =
                switch what {
                case "role": try await accounts.setRole(.admin, of: "anna@example.com", by: root, now: later)
                case "password":
                    try await accounts.setPassword(Password(new: "another horse battery"), of: "anna@example.com", by: root, now: later)
                default: try await accounts.disable("anna@example.com", by: root, now: later)
                }
            #expect(change.isChanged && change.endedSessions == 2)
            // At once, though all of them were remembered.
            for cookie in cookies { #expect(try await fixture.access.who(session: cookie, now: now) == nil) }
            #expect(try await fixture.access.who(session: other, now: now) != nil)
        }
    }

    @Test("get another role, once")
    func role() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let change = try await fixture.access.accounts.setRole(.admin, of: "Anna@example.com", by: root, now: later)
            #expect(change.account.role == .admin)
            let entry = try #require(try await fixture.log().first)
            #expect(entry.action == "user-role-changed" && entry.details == ["from": "success_lead", "to": "admin"])
            let cookie = try await fixture.cookie(now: later)
            #expect(try await fixture.access.who(session: cookie, now: later)?.role == .admin)
            let again = try await fixture.access.accounts.setRole(.admin, of: "anna@example.com", by: root, now: later)
            #expect(!again.isChanged && again.endedSessions == 0)
            #expect(try await fixture.access.who(session: cookie, now: later) != nil)
        }
    }

    @Test("get another password, and the old one is worth nothing")
    func password() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            try await fixture.access.accounts.setPassword(
                Password(new: "another horse battery"), of: "anna@example.com", by: root, now: later)
            #expect(try await fixture.signIn() == .refused)
            _ = try await fixture.cookie("anna@example.com", "another horse battery")
            let entry = try #require(try await fixture.log().first { $0.action == "user-password-changed" })
            #expect(entry.details == [:])
        }
    }

    @Test("let nobody in while disabled, and again when enabled")
    func disable() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let disabled = try await fixture.access.accounts.disable("anna@example.com", by: root, now: later)
            #expect(disabled.account.disabledAt == later)
            #expect(try await !fixture.access.hasUsers())
            #expect(try await fixture.signIn() == .refused)
            #expect(try await !fixture.access.accounts.disable("anna@example.com", by: root, now: later).isChanged)
            await #expect(throws: AccessError.accountTaken(name: "anna@example.com", isDisabled: true)) { try await fixture.add() }
            #expect(try await fixture.access.accounts.enable("anna@example.com", by: root, now: later).account.disabledAt == nil)
            #expect(try await !fixture.access.accounts.enable("anna@example.com", by: root, now: later).isChanged)
            _ = try await fixture.cookie(now: later)
            #expect(
                try await fixture.log().map(\.action)
                    == ["sign-in", "user-enabled", "sign-in-refused", "user-disabled", "user-added"])
        }
    }

    @Test("that do not exist are named as such")
    func unknown() async throws {
        try await AccessFixture.with { fixture in
            let accounts = fixture.access.accounts
            await #expect(throws: AccessError.accountUnknown(name: "nobody")) {
                try await accounts.setRole(.admin, of: "nobody", by: root, now: now)
            }
            await #expect(throws: AccessError.accountUnknown(name: "no\0body")) {
                try await accounts.disable("no\0body", by: root, now: now)
            }
            let recorded = try await fixture.count("audit_log")
            #expect(recorded == 0)
        }
    }

    @Test("change with their line of the log, or not at all")
    func oneTransaction() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let cookie = try await fixture.cookie()
            try await fixture.database.pool.execute(
                "ALTER TABLE mainstay.audit_log ADD CONSTRAINT full_disk CHECK (action NOT LIKE 'user-%') NOT VALID")
            await #expect(throws: PostgresError.self) {
                try await fixture.access.accounts.disable("anna@example.com", by: root, now: later)
            }
            #expect(try await all(fixture).map(\.isDisabled) == [false])
            #expect(try await fixture.access.who(session: cookie, now: now) != nil)
            await #expect(throws: PostgresError.self) { try await fixture.add("bert@example.com") }
            #expect(try await all(fixture).count == 1)
        }
    }
}
