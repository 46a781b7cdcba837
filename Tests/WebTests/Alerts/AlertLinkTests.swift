import Access
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("Links in messages")
struct AlertLinkTests {
    private let path = FixedAlerts.links.path(alert: 1, now: Then.now)

    private func post(_ client: any TestClientProtocol, _ path: String, _ form: String = "") async throws -> TestResponse {
        try await client.execute(
            uri: path, method: .post, headers: HTTPFields().withForm(), body: ByteBuffer(string: form))
    }

    @Test("ask without signing in, and change nothing by being looked at")
    func asking() async throws {
        let site = FixedSite()
        try await site.test { client in
            for method in [HTTPRequest.Method.get, .head, .get] {
                try await client.execute(uri: path, method: method) { response in
                    #expect(response.status == .ok)
                    guard method == .get else { return }
                    #expect(response.text.contains("Critical customer: Acme") && response.text.contains("<form method=\"post\">"))
                    #expect(response.headers[.cacheControl] == "no-store")
                }
            }
        }
        let isUntouched = site.alerts.performed.withLock(\.isEmpty)
        #expect(isUntouched)
    }

    @Test("acknowledge by their form, once, and say who did it")
    func acknowledging() async throws {
        let site = FixedSite()
        try await site.test { client in
            let first = try await post(client, path, "name=Anna+%3Cb%3E")
            #expect(first.status == .ok && first.text.contains("Acknowledged by Anna &lt;b&gt;, by the link in the message"))
            let second = try await post(client, path, "name=Ben")
            #expect(second.status == .ok && second.text.contains("acknowledged already by Anna"))
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.text.contains("acknowledged already by Anna") && !response.text.contains("<form method=\"post\">"))
            }
        }
        #expect(site.alerts.performed.withLock(\.self).map(\.actor) == ["link:Anna <b>"])
    }

    @Test("take somebody who is signed in at their session's word, and others at their own")
    func actors() async throws {
        for (headers, actor) in [
            (HTTPFields.session(.successTeam), "user:Person success_team"), (.session(.marketing), "link:unnamed"),
            ([:], "link:unnamed"),
        ] {
            let site = FixedSite()
            try await site.test { client in
                try await client.execute(uri: path, method: .post, headers: headers.withForm(), body: ByteBuffer()) {
                    #expect($0.status == .ok)
                }
            }
            #expect(site.alerts.performed.withLock(\.self).map(\.actor) == [actor])
        }
    }

    @Test("of other alerts, forged, expired or cut short are refused alike, without a word about the alert")
    func forged() async throws {
        let expired = FixedAlerts.links.path(alert: 1, now: Then.now.adding(days: -8))
        let ofAnother = path.replacing("/a/1/", with: "/a/2/")
        let site = FixedSite()
        try await site.test { client in
            for bad in [
                expired, ofAnother, String(path.dropLast()), path + "0", "/a/1/0", "/a/x/0",
                FixedAlerts.links.path(alert: 99, now: Then.now),
            ] {
                for method in [HTTPRequest.Method.get, .post] {
                    try await client.execute(uri: bad, method: method, headers: HTTPFields().withForm()) { response in
                        #expect(response.status == .forbidden, "\(bad)")
                        #expect(!response.text.contains("Acme") && response.text.contains("This link does not work"))
                    }
                }
            }
        }
        let isUntouched = site.alerts.performed.withLock(\.isEmpty)
        #expect(isUntouched)
    }

    @Test("of an alert that is over say so")
    func over() async throws {
        let site = FixedSite()
        try await site.test { client in
            let response = try await post(client, FixedAlerts.links.path(alert: 4, now: Then.now))
            #expect(response.status == .ok && response.text.contains("It is over"))
        }
        let isUntouched = site.alerts.performed.withLock(\.isEmpty)
        #expect(isUntouched)
    }

    @Test("take no form that another site sends")
    func otherSites() async throws {
        let site = FixedSite()
        try await site.test { client in
            var headers = HTTPFields().withForm()
            headers[.origin] = "https://elsewhere.example"
            try await client.execute(uri: path, method: .post, headers: headers, body: ByteBuffer()) { #expect($0.status == .forbidden) }
            try await client.execute(uri: path, method: .delete) { #expect($0.status == .methodNotAllowed) }
        }
        let isUntouched = site.alerts.performed.withLock(\.isEmpty)
        #expect(isUntouched)
    }
}
