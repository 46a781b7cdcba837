import Access
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("The page of the exit gates")
struct GatePagesTests {
    private static let script = "<script>alert(1)</script>\"' onmouseover=x &amp; {{name}} \u{E000}body"
    private static let seers: Set<Role> = [.chairman, .eva, .successLead, .admin]

    private func post(
        _ client: any TestClientProtocol, _ path: String, as role: Role, _ form: String, csrf: String? = nil
    ) async throws -> TestResponse {
        try await client.execute(
            uri: path, method: .post, headers: .session(role).withForm(),
            body: ByteBuffer(string: "csrf=\(csrf ?? "csrf-of-\(role.rawValue)")&\(form)"))
    }

    @Test("says how many are passed, what each check found, and what is needed")
    func page() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/gates", method: .get, headers: .session(.admin)) { response in
                for words in [
                    "<strong>1 of 3 gates is passed</strong>", "1. Success system active", "4 of 4", "1 of 3", "unmet since 2026-10-31",
                    "Do it: <code>mainstay what was found</code>", "Target: at least 50.00 %", "<details><summary>Evidence",
                    "mainstay metrics retention --as-of 2026-11-01T09:00:00Z", "href=\"/executive#nps\"", "href=\"/executive/nps.csv\"",
                    "Retained to pass", "80.00 %", "set by cli:ada", "passed → unmet", "aria-current=\"page\"",
                ] {
                    #expect(response.text.contains(words), "\(words)")
                }
                #expect(!response.text.contains("those of now"), "which it is")
            }
        }
    }

    @Test("shows hostile texts as texts")
    func hostileTexts() async throws {
        var site = FixedSite()
        site.gates = FixedGates(text: Self.script)
        try await site.test { client in
            try await client.execute(uri: "/gates", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .ok)
                #expect(!response.text.contains("<script>") && !response.text.contains("\"' onmouseover"))
                #expect(response.text.contains("&lt;script&gt;") && !response.text.contains(" style="))
            }
        }
    }

    @Test("is for those who decide, and leads nobody to a page that is closed to them", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let mayChange = role == .chairman || role == .admin
        try await FixedSite().test { client in
            try await client.execute(uri: "/gates", method: .get) { #expect($0.status == .seeOther) }
            try await client.execute(uri: "/gates", method: .get, headers: .session(role)) { response in
                #expect(response.status == (Self.seers.contains(role) ? .ok : .forbidden))
                #expect(response.text.contains("href=\"/gates\"") == Self.seers.contains(role), "the menu")
                guard response.status == .ok else { return }
                #expect(response.text.contains("action=\"/gates/baseline\"") == mayChange)
                for dashboard in DashboardName.allCases where !role.dashboards.contains(dashboard) {
                    #expect(!response.text.contains("href=\"/\(dashboard.rawValue)"), "\(dashboard)")
                }
            }
            for path in ["/gates/baseline", "/gates/baseline/reset"] {
                let response = try await post(client, path, as: role, "rate=82.5&why=measured")
                #expect(response.status == (mayChange ? .seeOther : .forbidden), "\(path)")
            }
        }
    }

    @Test("changes the baseline in the name of who asks")
    func baseline() async throws {
        let site = FixedSite()
        try await site.test { client in
            let set = try await post(client, "/gates/baseline", as: .chairman, "rate=82.5+%25&why=+measured+")
            #expect(set.headers[.location] == "/gates#baseline")
            #expect(try await post(client, "/gates/baseline/reset", as: .admin, "why=over").status == .seeOther)
        }
        let changes = site.gates.changes.withLock(\.self)
        #expect(
            changes == [
                .init(percent: 82.5, why: "measured", actor: .account("Person chairman", address: "unknown")),
                .init(percent: nil, why: "over", actor: .account("Person admin", address: "unknown")),
            ])
    }

    @Test(
        "refuses a baseline that cannot be, and says why",
        arguments: [
            ("rate=&why=x", "no rate in percent"), ("rate=0&why=x", "more than 0"), ("rate=101&why=x", "at most 100"),
            ("rate=82%2C5&why=x", "write it as 82.5"), ("rate=82&why=+", "Say why"), ("rate=82", "Say why"),
        ])
    func refusals(form: String, words: String) async throws {
        let site = FixedSite()
        try await site.test { client in
            let response = try await post(client, "/gates/baseline", as: .admin, form)
            #expect(response.status == .badRequest && response.text.contains(words))
            #expect(try await post(client, "/gates/baseline", as: .admin, "rate=82&why=x", csrf: "guessed").status == .forbidden)
            try await client.execute(uri: "/gates/baseline", method: .get, headers: .session(.admin)) {
                #expect($0.status == .methodNotAllowed)
            }
        }
        let isUntouched = site.gates.changes.withLock(\.isEmpty)
        #expect(isUntouched)
    }

    @Test("answers for any moment, and changes nothing of the past")
    func past() async throws {
        let site = FixedSite()
        try await site.test { client in
            try await client.execute(uri: "/gates?as_of=2025-07-01", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("as of <time datetime=\"2025-07-01T00:00:00Z\">"))
                #expect(response.text.contains("see now") && !response.text.contains("action=\"/gates/baseline\""))
                #expect(
                    response.text.contains("value=\"2025-07-01\"")
                        && response.text.contains("The parameters of the target are those of now."))
            }
            try await client.execute(uri: "/gates?as_of=", method: .get, headers: .session(.admin)) { #expect($0.status == .ok) }
            try await client.execute(uri: "/gates?as_of=yesterday", method: .get, headers: .session(.admin)) {
                #expect($0.status == .badRequest)
            }
            try await client.execute(uri: "/api/v1/gates?as_of=2025-07-02", method: .get, headers: .session(.eva)) {
                #expect($0.status == .ok)
            }
        }
        let asked = site.gates.asked.withLock(\.self)
        #expect(asked == [try Moment(iso8601: "2025-07-01"), Then.now, try Moment(iso8601: "2025-07-02")])
    }

    @Test("says when nothing was recorded or set yet")
    func young() async throws {
        var site = FixedSite()
        site.gates = FixedGates(isSet: false, hasRecords: false)
        try await site.test { client in
            try await client.execute(uri: "/gates", method: .get, headers: .session(.chairman)) { response in
                #expect(response.text.contains("No day is on record yet") && response.text.contains("automatic: 8 of 10 customers"))
                #expect(!response.text.contains("/gates/baseline/reset"))
            }
        }
    }
}
