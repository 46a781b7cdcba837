import Domain
import Postgres
import Testing

@testable import Access

@Suite("The e-mail address of an account")
struct AccountEmailTests {
    private let now = AccessFixture.now
    private let root = AccessFixture.administrator

    @Test("is given, changed and taken away, each recorded; nobody is signed out by it")
    func changes() async throws {
        try await AccessFixture.with { fixture in
            try await fixture.add("eva", .eva)
            let given = try await fixture.access.accounts.setEmail(" eva@example.com ", of: "EVA", by: root, now: now)
            #expect(given.isChanged && given.endedSessions == 0 && given.account.email == "eva@example.com")
            #expect(try await !fixture.access.accounts.setEmail("eva@example.com", of: "eva", by: root, now: now).isChanged)
            #expect(try await fixture.access.accounts.setEmail(nil, of: "eva", by: root, now: now).account.email == nil)
            let log = try await fixture.log().filter { $0.action == "user-email-changed" }
            #expect(Set(log.map(\.details)) == [["from": "", "to": "eva@example.com"], ["from": "eva@example.com", "to": ""]])
            await #expect(throws: AccessError.accountUnknown(name: "adam")) {
                try await fixture.access.accounts.setEmail("a@example.com", of: "adam", by: root, now: now)
            }
        }
    }

    @Test(
        "is one address",
        arguments: [
            "", "anna", "@example.com", "anna@", "a@b@c", "a b@example.com", "a@example.com,b@example.com", "<a@example.com>", "a@x\n.com",
            // Not every mail server takes them, and what an account has is written to.
            "jürgen@example.com", "anna@bücher.example", "a@[127.0.0.1]", "a:b@example.com",
        ])
    func malformed(text: String) {
        #expect(throws: AccessError.emailMalformed(text)) { try AccountEmail(text) }
    }
}
