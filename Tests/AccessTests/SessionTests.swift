import Domain
import Postgres
import Schema
import TestSupport
import Testing

@testable import Access

@Suite("Sessions")
struct SessionTests {
    private let now = AccessFixture.now
    private let eightHours: Int64 = 8 * 3_600

    @Test("end after eight hours without use, to the microsecond")
    func idle() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let cookie = try await fixture.cookie()
            let end = now.adding(seconds: eightHours)
            #expect(try await fixture.elsewhere.who(session: cookie, now: end) == nil)
            #expect(try await fixture.elsewhere.who(session: cookie, now: end.adding(microseconds: -1)) != nil)
        }
    }

    @Test("are prolonged by use, at most once a minute, and end after seven days all the same")
    func absolute() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let cookie = try await fixture.cookie()
            func lastSeen() async throws -> Moment? {
                try await fixture.database.pool.query("SELECT last_seen_at FROM mainstay.sessions").first?.decode("last_seen_at")
            }
            _ = try await fixture.access.who(session: cookie, now: now.adding(seconds: 59))
            #expect(try await lastSeen() == now)
            _ = try await fixture.access.who(session: cookie, now: now.adding(seconds: 62))
            #expect(try await lastSeen() == now.adding(seconds: 62))

            var time = now
            let end = now.adding(days: 7)
            while time.adding(seconds: 7 * 3_600) < end {
                time = time.adding(seconds: 7 * 3_600)
                #expect(try await fixture.access.who(session: cookie, now: time) != nil)
            }
            #expect(try await fixture.access.who(session: cookie, now: end.adding(microseconds: -1)) != nil)
            #expect(try await fixture.access.who(session: cookie, now: end) == nil)
        }
    }

    @Test("are not found by anything else")
    func unknown() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let cookie = try await fixture.cookie()
            for other in ["", "x", String(cookie.dropLast()), cookie + "0", String(repeating: "0", count: 64), cookie.uppercased()] {
                #expect(try await fixture.access.who(session: other, now: now) == nil)
            }
            // The stored digest is no way in.
            let digest = Secret.digest(of: cookie).hexadecimal
            #expect(try await fixture.access.who(session: digest, now: now) == nil)
        }
    }

    @Test("end at sign-out, at once and for every process")
    func signOut() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let (cookie, other) = (try await fixture.cookie(), try await fixture.cookie())
            #expect(try await fixture.access.who(session: cookie, now: now) != nil)
            try await fixture.access.signOut(session: cookie, address: "192.0.2.1", now: now)
            #expect(try await fixture.access.who(session: cookie, now: now) == nil)
            #expect(try await fixture.elsewhere.who(session: cookie, now: now) == nil)
            #expect(try await fixture.access.who(session: other, now: now) != nil)
            let entry = try #require(try await fixture.log().first)
            #expect(entry.action == "sign-out" && entry.actor == "anna@example.com" && entry.address == "192.0.2.1")
            // A second time there is nothing to end, and nothing to record.
            try await fixture.access.signOut(session: cookie, now: now)
            #expect(try await fixture.log().first == entry)
        }
    }

    @Test("are remembered for two seconds, and asked for again then")
    func cache() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            let cookie = try await fixture.cookie()
            #expect(try await fixture.access.who(session: cookie, now: now) != nil)
            try await fixture.elsewhere.accounts.disable("anna@example.com", by: AccessFixture.administrator, now: now)
            #expect(try await fixture.access.who(session: cookie, now: now.adding(microseconds: 1_999_999)) != nil)
            #expect(try await fixture.access.who(session: cookie, now: now.adding(seconds: 2)) == nil)
        }
    }

    @Test("that have expired are removed when somebody signs in")
    func cleaning() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add()
            _ = try await fixture.cookie()
            _ = try await fixture.cookie(now: now.adding(seconds: eightHours))
            #expect(try await fixture.count("sessions") == 1)
        }
    }
}

@Suite("The cache of recognised people")
struct RecognitionCacheTests {
    private let now = AccessFixture.now
    private let key: [UInt8] = [1]

    @Test("does not keep what was asked before a change and answered after it")
    func staleAnswer() {
        let cache = RecognitionCache<Int>()
        let ticket = cache.ticket()
        cache.forgetAll()
        cache.keep(1, of: key, now: now, ticket)
        #expect(cache.value(of: key, now: now) == nil)
        cache.keep(2, of: key, now: now, cache.ticket())
        #expect(cache.value(of: key, now: now) == 2)
    }

    @Test("does not believe an entry from the future")
    func clockSetBack() {
        let cache = RecognitionCache<Int>()
        cache.keep(1, of: key, now: now, cache.ticket())
        #expect(cache.value(of: key, now: now.adding(microseconds: -1)) == nil)
    }

    @Test("stays within its bounds")
    func limit() {
        let cache = RecognitionCache<Int>(limit: 2)
        for index in 0..<3 { cache.keep(index, of: [UInt8(index)], now: now, cache.ticket()) }
        #expect((0..<3).compactMap { cache.value(of: [UInt8($0)], now: now) } == [2])
    }
}
