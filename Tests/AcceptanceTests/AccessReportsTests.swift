import Domain
import Postgres
import TestSupport
import Testing

@testable import Access
@testable import App

@Suite("Users and tokens as they are shown")
struct AccessReportsTests {
    private let now = Moment(microseconds: 1_767_225_600_000_000)
    private let root = AuditActor.machineUser("root")

    @Test("say what was done, in each format")
    func users() async throws {
        try await TestDatabase.withMigrated { database in
            let empty = AccessUsersReport(accounts: try await accounts(database))
            #expect(empty.page.text(coloured: false).contains("mainstay user add NAME --role admin"))
            #expect(empty.json.text() == "[]")

            let access = access(database)
            let password = try Password(new: "correct horse battery")
            let added = try await access.accounts.add(
                name: "Anna", role: .successLead, email: "anna@example.com", password: password, by: root, now: now)
            #expect(AccessUserChangeReport(added: added).page.text(coloured: false) == "anna  was added as Success lead\n")
            let signedIn = try await access.signIn(name: "anna", password: "correct horse battery", address: "192.0.2.1", now: now)
            guard case .accepted = signedIn else {
                Issue.record("not accepted: \(signedIn)")
                return
            }
            let disabled = AccessUserChangeReport(
                try await access.accounts.disable("anna", by: root, now: now), outcome: "is disabled", unchanged: "was disabled already")
            #expect(disabled.page.text(coloured: false) == "anna  is disabled\n  signed out of 1 browser\n")
            #expect(
                disabled.json.text()
                    == #"{"name":"anna","role":"success_lead","email":"anna@example.com","created_at":"2026-01-01T00:00:00Z","#
                    + #""last_sign_in_at":"2026-01-01T00:00:00Z","disabled_at":"2026-01-01T00:00:00Z","changed":true,"ended_sessions":1}"#)
            let again = AccessUserChangeReport(
                try await access.accounts.disable("anna", by: root, now: now), outcome: "is disabled", unchanged: "was disabled already")
            #expect(again.page.text(coloured: false) == "anna  was disabled already\n")
            let list = AccessUsersReport(accounts: try await accounts(database))
            #expect(list.page.text(coloured: false).contains("disabled since 2026-01-01 00:00 UTC"))
            #expect(
                list.csv.text
                    == "name,role,email,created_at,last_sign_in_at,disabled_at\r\n"
                    + "anna,success_lead,anna@example.com,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,2026-01-01T00:00:00Z\r\n")
        }
    }

    @Test("show a token's text once, and never in a list")
    func tokens() async throws {
        try await TestDatabase.withMigrated { database in
            let access = access(database)
            let created = try await access.tokens.create(name: "report", role: .eva, by: root, now: now)
            let once = AccessNewTokenReport(created)
            for text in [once.page.text(coloured: false), once.json.text(), once.csv.text] { #expect(text.contains(created.text.text)) }
            #expect(!"\(once)".contains(created.text.text))
            let list = AccessTokensReport(tokens: try await database.pool.withConnection { try await APIToken.all(on: $0) })
            for text in [list.page.text(coloured: false), list.json.text(), list.csv.text] {
                #expect(text.contains(created.token.id))
                #expect(!text.contains(created.text.text))
            }
            let revoked = AccessTokenRevocationReport(try await access.tokens.revoke("report", by: root, now: now))
            #expect(revoked.page.text(coloured: false) == "report  is revoked\n")
            #expect(revoked.json.text().hasSuffix(#""revoked_at":"2026-01-01T00:00:00Z","changed":true}"#))
        }
    }

    @Test("tell who did what in the log")
    func log() async throws {
        try await TestDatabase.withMigrated { database in
            let access = access(database)
            _ = try await access.tokens.create(name: "report", role: .eva, by: root, now: now)
            _ = try await access.signIn(name: "nobody", password: "x", address: "192.0.2.1\u{1B}[31m", now: now)
            let report = AccessLogReport(entries: try await database.pool.withConnection { try await AuditLog.newest(on: $0) })
            let page = report.page.text(coloured: false)
            #expect(page.contains("root (user of the machine)  this machine"))
            #expect(page.contains("reason: unknown user"))
            #expect(!page.contains("\u{1B}"))
            #expect(report.json.text().contains(#""actor_kind":"nobody","actor":null,"action":"sign-in-refused","subject":null"#))
            #expect(report.csv.text.split(separator: "\r\n").count == 3)
        }
    }

    @Test("end commands with the status of their errors")
    func statuses() {
        #expect(AccessError.roleUnknown("king").exitStatus == .usage)
        #expect(AccessError.accountUnknown(name: "x").exitStatus == .badData)
        #expect(AccessError.passwordTooShort(characters: 1).exitStatus == .badData)
    }

    /// With passwords that are cheap to check.
    private func access(_ database: TestDatabase) -> Access {
        Access(pool: database.pool, cost: ScryptCost(logN: 4, blockSize: 8, parallelism: 1))
    }

    private func accounts(_ database: TestDatabase) async throws -> [Account] {
        try await database.pool.withConnection { try await Account.all(on: $0) }
    }
}
