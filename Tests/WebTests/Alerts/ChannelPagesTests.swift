import Access
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("The pages of messages and routes")
struct ChannelPagesTests {
    private func post(_ client: any TestClientProtocol, _ path: String, as role: Role, _ form: String = "") async throws -> TestResponse {
        try await client.execute(
            uri: path, method: .post, headers: .session(role).withForm(), body: ByteBuffer(string: "csrf=csrf-of-\(role.rawValue)&\(form)"))
    }

    @Test("are for those who work with alerts or run the systems; of these the second see no customers", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let sees = [Role.chairman, .eva, .successLead, .successTeam, .admin].contains(role)
        let runs = role == .engineering || role == .successOps
        let manages = [Role.chairman, .successLead, .admin].contains(role)
        try await FixedSite().test { client in
            for path in ["/alerts/deliveries", "/alerts/routes"] {
                try await client.execute(uri: path, method: .get, headers: .session(role)) { response in
                    #expect(response.status == (sees || runs ? .ok : .forbidden))
                    guard response.status == .ok else { return }
                    #expect(response.text.contains("Critical: Acme") == (sees && path.hasSuffix("deliveries")))
                    #expect(!response.text.contains("T0/secret") && !response.text.contains("key@"))
                    #expect(
                        response.text.contains("<form method=\"post\" action=\"/alerts/routes") == (manages && path.hasSuffix("routes")))
                    #expect(response.text.contains("Send again") == (manages && path.hasSuffix("deliveries")))
                }
            }
            #expect(try await post(client, "/alerts/routes/critical/test", as: role).status == (manages ? .ok : .forbidden))
            let retry = try await post(client, "/alerts/deliveries/\(FixedAlerts.givenUp.uuidString)/retry", as: role)
            #expect(retry.status == (manages ? .seeOther : .forbidden))
        }
    }

    @Test("say what was not delivered and why, by state")
    func messages() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/alerts/deliveries", method: .get, headers: .session(.admin)) { response in
                for words in [
                    "1 not delivered, 1 given up", "No channel is set up for 1 message.", "404 from hooks.example: Acme",
                    "Not delivered <span class=\"count\">1</span>",
                ] {
                    #expect(response.text.contains(words), "\(words)")
                }
            }
            try await client.execute(uri: "/alerts/deliveries?state=given_up", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("Critical: Acme") && !response.text.contains("The system is degraded"))
                #expect(response.text.contains("aria-current=\"true\">Given up"))
            }
            try await client.execute(uri: "/alerts/deliveries?state=sent", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("There is no such message"))
            }
            try await client.execute(uri: "/alerts/deliveries?limit=1", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("href=\"/alerts/deliveries?cursor=2\""))
            }
            for query in ["state=lost", "cursor=x", "limit=0"] {
                try await client.execute(uri: "/alerts/deliveries?" + query, method: .get, headers: .session(.admin)) {
                    #expect($0.status == .badRequest, "\(query)")
                }
            }
        }
    }

    @Test("say where a route leads, within how long, and what became of a test")
    func routes() async throws {
        let site = FixedSite()
        try await site.test { client in
            try await client.execute(uri: "/alerts/routes", method: .get, headers: .session(.successTeam)) { response in
                for words in ["Slack #Acme", "parameter critical_slack_channel", "24 hours", "only Enterprise", "escalation", ">off<"] {
                    #expect(response.text.contains(words), "\(words)")
                }
            }
            let tested = try await post(client, "/alerts/routes/critical/test", as: .admin)
            #expect(tested.text.contains("Test of route critical to Slack #Acme: no channel is set up for Acme"))
            #expect(try await post(client, "/alerts/routes/hook/test", as: .admin).status == .notFound)
            #expect(try await post(client, "/alerts/routes/none/test", as: .admin).status == .notFound)
        }
        #expect(site.alerts.audited.withLock(\.self) == ["test critical by Person admin"])
    }

    @Test("come back to where somebody sent a message again, and nowhere else")
    func retries() async throws {
        let site = FixedSite()
        try await site.test { client in
            let path = "/alerts/deliveries/\(FixedAlerts.givenUp.uuidString)/retry"
            for (next, place) in [("/alerts/1", "/alerts/1"), ("//evil.example", "/alerts/deliveries"), ("", "/alerts/deliveries")] {
                let response = try await post(client, path, as: .successLead, "next=" + next)
                #expect(response.status == .seeOther && response.headers[.location] == place)
            }
            // Somebody was faster.
            let sent = try await post(client, "/alerts/deliveries/\(FixedAlerts.ofSystem.uuidString)/retry", as: .successLead)
            #expect(sent.status == .seeOther)
            #expect(try await post(client, "/alerts/deliveries/x/retry", as: .successLead).status == .notFound)
        }
        #expect(site.alerts.audited.withLock(\.count) == 3)
    }

    @Test("show hostile texts as texts", arguments: ["/alerts/deliveries", "/alerts/routes"])
    func hostileTexts(path: String) async throws {
        var site = FixedSite()
        site.alerts = FixedAlerts(text: "<script>alert(1)</script>\"' onmouseover=x")
        try await site.test { client in
            try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .ok && response.text.contains("&lt;script&gt;"))
                #expect(!response.text.contains("<script>") && !response.text.contains("\"' onmouseover"))
            }
        }
    }
}
