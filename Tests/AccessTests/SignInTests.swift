import Domain
import Postgres
import Schema
import TestSupport
import Testing

@testable import Access

@Suite("Signing in")
struct SignInTests {
    private let now = AccessFixture.now

    @Test("begins a session with the account's role, under a secret that is not stored")
    func accepted() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let result = try await fixture.signIn("  Anna@Example.COM ")
            guard case .accepted(let cookie, let expires, let account) = result else { throw AccessFixture.NotAccepted(result: result) }
            #expect(expires == now.adding(days: 7))
            #expect(account.name == "anna@example.com")
            #expect(account.lastSignInAt == now)
            let session = try #require(try await fixture.access.who(session: cookie.text, now: now))
            #expect(session.accountName == "anna@example.com")
            #expect(session.role == .successLead)
            #expect(session.csrf.text.utf8.count == 64)
            #expect(session.csrf.text != cookie.text)
            let stored = try await fixture.database.pool.query("SELECT row_to_json(s)::text AS row FROM mainstay.sessions AS s")
            #expect(stored.count == 1)
            #expect(try stored.first?.decode("row", as: String.self).contains(cookie.text) == false)
        }
    }

    @Test("is refused alike, and costs one check, whatever is wrong")
    func refused() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            try await fixture.add("gone@example.com")
            try await fixture.access.accounts.disable("gone@example.com", by: AccessFixture.administrator, now: now)
            let attempts = [
                ("anna@example.com", "wrong horse battery"), ("nobody@example.com", AccessFixture.password),
                ("gone@example.com", AccessFixture.password), ("anna@example.com", ""), ("", ""), ("anna\0@example.com", "x"),
                ("anna@example.com", String(repeating: "x", count: 100_000)), (String(repeating: "n", count: 100_000), "x"),
            ]
            for (index, (name, password)) in attempts.enumerated() {
                #expect(try await fixture.signIn(name, password, address: "192.0.2.\(index)") == .refused, "\(name.prefix(30))")
                #expect(fixture.desk.checks == index + 1)
            }
            #expect(try await fixture.count("sessions") == 0)
            let log = try await fixture.log().prefix(3 + 5)
            #expect(log.map(\.action).allSatisfy { $0 == "sign-in-refused" })
            #expect(log.reversed().map { $0.details["reason"] }.prefix(3) == ["wrong password", "unknown user", "disabled"])
            #expect(log.reversed().map(\.subject).prefix(3) == ["anna@example.com", nil, "gone@example.com"])
            #expect(log.allSatisfy { $0.actorKind == .nobody && $0.actor == nil })
            #expect(log.reversed().map(\.address).prefix(2) == ["192.0.2.0", "192.0.2.1"])
        }
    }

    @Test("checks a decoy of the same cost where there is no account")
    func decoy() throws {
        let decoy = PasswordHash.decoy(cost: .standard)
        #expect(decoy.cost == .standard)
        #expect(PasswordHash(text: decoy.text)?.cost == .standard)
        #expect(PasswordHash.decoy(cost: .standard).text != decoy.text)
    }

    @Test("replaces the session that the browser had, and takes no secret that it brought")
    func fixation() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let planted = String(repeating: "a", count: 64)
            let first = try await fixture.cookie(replacing: planted)
            #expect(first != planted)
            #expect(try await fixture.access.who(session: planted, now: now) == nil)
            let before = try #require(try await fixture.access.who(session: first, now: now))
            let second = try await fixture.cookie(replacing: first)
            #expect(second != first)
            #expect(try await fixture.access.who(session: first, now: now) == nil)
            let after = try #require(try await fixture.access.who(session: second, now: now))
            #expect(after.csrf != before.csrf)
            #expect(try await fixture.count("sessions") == 1)
        }
    }

    @Test("waits after five failures, without looking at the password, and works when the wait is over")
    func accountThrottle() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            for index in 0..<5 { #expect(try await fixture.signIn("anna@example.com", "wrong", address: "192.0.2.\(index)") == .refused) }
            #expect(try await fixture.log().first?.details["account_waits_until"] == now.adding(seconds: 60).iso8601)
            let recorded = try await fixture.count("audit_log")
            #expect(try await fixture.signIn(now: now.adding(seconds: 59)) == .throttled(until: now.adding(seconds: 60)))
            #expect(fixture.desk.checks == 5)
            // Attempts that wait neither prolong the wait nor fill the log.
            #expect(try await fixture.count("audit_log") == recorded)
            _ = try await fixture.cookie(now: now.adding(seconds: 60))
            // Success has cleared the count.
            for _ in 0..<4 { #expect(try await fixture.signIn("anna@example.com", "wrong", now: now.adding(seconds: 61)) == .refused) }
            _ = try await fixture.cookie(now: now.adding(seconds: 62))
        }
    }

    @Test("throttles names that nobody has like all others")
    func unknownThrottled() async throws {
        try await AccessFixture.with { fixture in
            for _ in 0..<5 {
                let result = try await fixture.signIn("nobody", "wrong")
                #expect(result == .refused)
            }
            let sixth = try await fixture.signIn("NOBODY", "wrong")
            #expect(sixth == .throttled(until: now.adding(seconds: 60)))
        }
    }

    @Test("waits after fifty failures of one address, which a success there does not forgive")
    func addressThrottle() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            for index in 0..<49 { #expect(try await fixture.signIn("guess\(index)", "wrong") == .refused) }
            _ = try await fixture.cookie()
            #expect(try await fixture.signIn("guess49", "wrong", now: now.adding(seconds: 1)) == .refused)
            #expect(try await fixture.signIn(now: now.adding(seconds: 2)) == .throttled(until: now.adding(seconds: 900)))
            // Another address goes on.
            guard case .accepted = try await fixture.signIn(address: "192.0.2.2", now: now.adding(seconds: 2)) else {
                Issue.record("not accepted")
                return
            }
            _ = try await fixture.cookie(now: now.adding(seconds: 900))
        }
    }

    @Test("counts attempts that come at once")
    func atOnce() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let results = try await withThrowingTaskGroup { group in
                for _ in 0..<12 {
                    group.addTask { [access = fixture.access, now] in
                        try await access.signIn(name: "anna@example.com", password: "wrong", address: "192.0.2.1", now: now)
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(results.count { $0 == .refused } == 5)
            #expect(fixture.desk.checks == 5)
        }
    }

    @Test("sends away whoever comes when the line of passwords is full")
    func crowd() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            func fill(_ places: Int) async throws -> SignInResult? {
                guard places > 0 else { return try await fixture.signIn() }
                return try await fixture.desk.withPlace { try await fill(places - 1) } ?? nil
            }
            #expect(try await fill(PasswordDesk.places) == .throttled(until: now.adding(seconds: 5)))
            #expect(try await fixture.count("sign_in_attempts") == 0)
            guard case .accepted = try await fill(PasswordDesk.places - 1) else {
                Issue.record("not accepted")
                return
            }
        }
    }

    @Test("gives no session to an account that changes while its password is checked")
    func changedMeanwhile() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let other = try await fixture.database.connect()
            let result = try await other.transaction { connection in
                try await connection.execute("UPDATE mainstay.accounts SET disabled_at = \(now)")
                let signIn = Task { [access = fixture.access, now] in
                    try await access.signIn(name: "anna@example.com", password: AccessFixture.password, address: "192.0.2.1", now: now)
                }
                // The sign-in has checked the password, and stands in line for the row.
                while try await fixture.database.pool.query("SELECT FROM pg_locks WHERE NOT granted").isEmpty { await Task.yield() }
                return signIn
            }
            #expect(try await result.value == .refused)
            #expect(try await fixture.count("sessions") == 0)
            await other.close()
        }
    }

    @Test("renews a hash of another cost")
    func renewal() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let dearer = ScryptCost(logN: 5, blockSize: 8, parallelism: 1)
            let newer = Access(pool: fixture.database.pool, cost: dearer)
            let result = try await newer.signIn(name: "anna@example.com", password: AccessFixture.password, address: "192.0.2.1", now: now)
            guard case .accepted = result else { throw AccessFixture.NotAccepted(result: result) }
            let stored = try await fixture.database.pool.query("SELECT password_hash FROM mainstay.accounts").first
            #expect(try stored?.decode("password_hash", as: PasswordHash.self).cost == dearer)
            _ = try await fixture.cookie()
        }
    }

    @Test("keeps nothing of what was typed")
    func nothingTypedIsKept() async throws {
        try await AccessFixture.with { fixture in
            // A password in the field for the name.
            _ = try await fixture.signIn("my secret passphrase", "x")
            for table in ["sign_in_attempts", "audit_log"] {
                let rows = try await fixture.database.pool.query(
                    "SELECT row_to_json(t)::text AS row FROM mainstay.\(identifier: table) AS t")
                #expect(!rows.isEmpty)
                for row in rows { #expect(try !row.decode("row", as: String.self).contains("passphrase")) }
            }
        }
    }

    @Test("forgets old attempts")
    func pruning() async throws {
        try await AccessFixture.with { fixture in
            _ = try await fixture.signIn("nobody", "x")
            #expect(try await fixture.count("sign_in_attempts") == 2)
            _ = try await fixture.signIn("somebody", "x", now: now.adding(seconds: 900))
            #expect(try await fixture.count("sign_in_attempts") == 2)
        }
    }
}
