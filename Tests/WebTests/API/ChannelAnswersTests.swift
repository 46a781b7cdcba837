import Access
import Alerting
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("Silences, routes and messages by the API")
struct ChannelAnswersTests {
    private func site() -> FixedSite {
        FixedSite(
            gate: FixedGate(
                tokens: Dictionary(
                    uniqueKeysWithValues: Role.allCases.map { ($0.rawValue, Who(name: "bot", role: $0, kind: .token(id: "1"))) })))
    }

    private func send(
        _ client: any TestClientProtocol, _ method: HTTPRequest.Method, _ path: String, token: String = "admin", _ body: String = ""
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.authorization: "Bearer " + token]
        if !body.isEmpty { headers[.contentType] = "application/json" }
        return try await client.execute(uri: "/api/v1/" + path, method: method, headers: headers, body: ByteBuffer(string: body))
    }

    /// The answer, checked against the document, with what was sent.
    private func fits(_ response: TestResponse, _ method: String, _ path: String, sent: String = "") throws -> JSONValue {
        let document = try JSONValue(OpenAPIDocument(APIRoutes(FixedSite().dependencies()).table).json.text())
        let place = document["paths"]?["/api/v1/" + path]?[method]
        let schema = try #require(place?["responses"]?["200"]?["content"]?["application/json"]?["schema"])
        let answer = try JSONValue(response.text)
        #expect(response.status == .ok, "\(response.text)")
        #expect(SchemaCheck(document: document).faults(of: answer, against: schema) == [])
        if !sent.isEmpty {
            let schema = try #require(place?["requestBody"]?["content"]?["application/json"]?["schema"])
            #expect(SchemaCheck(document: document).faults(of: try JSONValue(sent), against: schema) == [])
        }
        return answer
    }

    @Test("a silence is made, listed and ended")
    func silences() async throws {
        let site = site()
        try await site.test { client in
            let body = #"{"rule": "critical_customer", "segment": null, "customer": "acme", "until": "2026-11-02", "why": " moving "}"#
            let made = try fits(try await send(client, .post, "silences", body), "post", "silences", sent: body)
            #expect(made["made_by"]?.text == "token:bot" && made["why"]?.text == "moving" && made["until"]?.text == "2026-11-02T00:00:00Z")
            #expect(try fits(try await send(client, .get, "silences?state=all"), "get", "silences")["silences"]?.list?.count == 1)
            _ = try fits(try await send(client, .post, "silences/7/end"), "post", "silences/{id}/end")
            for (path, sent, status, code) in [
                ("silences", #"{"until": "2026-11-02", "why": "x"}"#, HTTPResponse.Status.conflict, "silence_too_wide"),
                ("silences", #"{"rule": "nps_drop", "until": "2026-10-01", "why": "x"}"#, .conflict, "silence_over"),
                ("silences", #"{"customer": "nobody", "until": "2026-11-02", "why": "x"}"#, .conflict, "alert_customer_unknown"),
                ("silences", #"{"rule": "love", "until": "2026-11-02", "why": "x"}"#, .badRequest, "bad_member"),
                ("silences", #"{"rule": "nps_drop", "until": "soon", "why": "x"}"#, .badRequest, "bad_member"),
                ("silences", #"{"rule": "nps_drop", "until": 5, "why": "x"}"#, .badRequest, "bad_member"),
                ("silences", #"{"rule": "nps_drop", "until": "2026-11-02"}"#, .badRequest, "bad_member"),
                ("silences", #"{"rule": "nps_drop", "until": null, "why": "x"}"#, .badRequest, "bad_member"),
                ("silences/8/end", "", .notFound, "no_such_silence"), ("silences/x/end", "", .notFound, "no_such_silence"),
            ] {
                let response = try await send(client, .post, path, sent)
                #expect(response.status == status, "\(sent) \(response.text)")
                try response.expectProblem(code)
            }
        }
        #expect(site.alerts.silenced.withLock(\.count) == 1)
    }

    @Test("a route is set as a whole, tested, and reset")
    func routes() async throws {
        let site = site()
        try await site.test { client in
            let body =
                #"{"rule": "nps_drop", "channel": "email", "target": "vip@example.com", "segment": "enterprise", "answer_within": "4.5", "repeat_hours": 0.5, "enabled": true, "why": "a new account team"}"#
            let made = try fits(try await send(client, .put, "routes/vip", body), "put", "routes/{id}", sent: body)
            #expect(made["repeat_hours"]?.number == 0.5 && made["severity"] == .null && made["segment"]?.text == "Enterprise")
            // What is not said is not kept from before.
            let less = #"{"rule": "nps_drop", "channel": "email", "target": "vip@example.com", "enabled": false}"#
            let again = try fits(try await send(client, .put, "routes/vip", less), "put", "routes/{id}", sent: less)
            #expect(again["repeat_hours"] == .null && again["segment"] == .null && again["enabled"] == .truth(false))
            #expect(try fits(try await send(client, .get, "routes"), "get", "routes")["routes"]?.list?.count == 3)
            let tested = try fits(try await send(client, .post, "routes/critical/test"), "post", "routes/{id}/test")
            #expect(tested["outcome"]?.text == "failed" && tested["answer"]?.text?.contains("no channel") == true)
            #expect(try fits(try await send(client, .delete, "routes/vip"), "delete", "routes/{id}")["route"] == .null)
            let back = try fits(try await send(client, .delete, "routes/critical?why=back"), "delete", "routes/{id}")
            #expect(back["route"]?["leads_to"]?.text == "#Acme" && back["route"]?["answer_hours"]?.number == 24)
            for (method, path, sent, status, code) in [
                (HTTPRequest.Method.get, "routes/vip", "", HTTPResponse.Status.notFound, "no_such_route"),
                (.delete, "routes/vip", "", .notFound, "no_such_route"), (.post, "routes/vip/test", "", .notFound, "no_such_route"),
                // Switched off.
                (.post, "routes/hook/test", "", .notFound, "no_such_route"), (.get, "routes/V%20P", "", .badRequest, "bad_parameter"),
                (.put, "routes/x", #"{"rule": "nps_drop", "channel": "slack", "target": "nowhere"}"#, .conflict, "route_value"),
                (.put, "routes/x", ##"{"rule": "nps_drop", "channel": "fax", "target": "#x"}"##, .badRequest, "bad_member"),
                (.put, "routes/x", #"{"rule": "nps_drop", "channel": "slack"}"#, .badRequest, "bad_member"),
                (
                    .put, "routes/x", ##"{"rule": "nps_drop", "channel": "slack", "target": "#x", "repeat_hours": 0}"##, .badRequest,
                    "bad_member"
                ),
                (
                    .put, "routes/x", ##"{"rule": "nps_drop", "channel": "slack", "target": "#x", "repeat_hours": "2"}"##, .badRequest,
                    "bad_member"
                ),
                (.put, "routes/x", ##"{"rule": "nps_drop", "channel": "slack", "target": "#x", "enabled": 1}"##, .badRequest, "bad_member"),
                (
                    .put, "routes/x", ##"{"rule": "nps_drop", "channel": "slack", "target": "#x", "colour": "red"}"##, .badRequest,
                    "bad_member"
                ),
                (.put, "routes/x", "[]", .unsupportedMediaType, "not_json"),
            ] {
                let response = try await send(client, method, path, sent)
                #expect(response.status == status, "\(method) \(path) \(sent) \(response.text)")
                try response.expectProblem(code)
            }
        }
        #expect(site.alerts.audited.withLock(\.self) == ["route vip by token:bot", "route vip by token:bot", "test critical by bot"])
    }

    @Test("messages are listed by state, shown with their attempts, and sent again; of an address no more than the host is told")
    func deliveries() async throws {
        let site = site()
        try await site.test { client in
            let all = try fits(try await send(client, .get, "deliveries?limit=1"), "get", "deliveries")
            #expect(all["deliveries"]?.list?.count == 1 && all["next"]?.text == "2" && all["counts"]?["undeliverable"]?.number == 1)
            let rest = try fits(try await send(client, .get, "deliveries?cursor=2"), "get", "deliveries")
            #expect(rest["deliveries"]?.list?.first?["rule"]?.text == "system_degraded" && rest["next"] == .null)
            #expect(
                try fits(try await send(client, .get, "deliveries?state=given_up"), "get", "deliveries")["deliveries"]?.list?.count == 1)
            let (lost, system) = (FixedAlerts.givenUp.uuidString, FixedAlerts.ofSystem.uuidString)
            let response = try await send(client, .get, "deliveries/" + lost)
            #expect(try fits(response, "get", "deliveries/{id}")["target"]?.text == "hooks.example")
            #expect(!response.text.contains("secret") && !response.text.contains("key@"))
            _ = try fits(try await send(client, .post, "deliveries/\(lost)/retry"), "post", "deliveries/{id}/retry")
            let ofSystems = try await send(client, .get, "deliveries", token: "engineering")
            #expect(try fits(ofSystems, "get", "deliveries")["deliveries"]?.list?.count == 1 && !ofSystems.text.contains("Acme"))
            for (method, path, token, status, code) in [
                (HTTPRequest.Method.post, "deliveries/\(system)/retry", "admin", HTTPResponse.Status.conflict, "not_given_up"),
                (.post, "deliveries/\(UUID().uuidString)/retry", "admin", .notFound, "no_such_message"),
                (.get, "deliveries/x", "admin", .badRequest, "bad_parameter"),
                (.get, "deliveries?state=lost", "admin", .badRequest, "bad_parameter"),
                (.get, "deliveries?cursor=x", "admin", .notFound, "bad_cursor"),
                (.get, "deliveries/\(lost)", "engineering", .forbidden, "not_allowed"),
                (.get, "deliveries", "marketing", .forbidden, "not_allowed"),
                (.post, "deliveries/\(lost)/retry", "success_team", .forbidden, "not_allowed"),
            ] {
                let response = try await send(client, method, path, token: token)
                #expect(response.status == status, "\(path) \(response.text)")
                try response.expectProblem(code)
                #expect(!response.text.contains("Acme"))
            }
        }
        #expect(site.alerts.audited.withLock(\.self) == ["retry by bot"])
    }

    @Test("only tokens of those who manage alerts change anything", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let site = site()
        let manages = [Role.chairman, .successLead, .admin].contains(role)
        try await site.test { client in
            for (method, path, body) in [
                (HTTPRequest.Method.post, "alerts/evaluate", ""),
                (.post, "silences", #"{"rule": "nps_drop", "until": "2026-11-02", "why": "x"}"#), (.post, "silences/7/end", ""),
                (.put, "routes/vip", ##"{"rule": "nps_drop", "channel": "slack", "target": "#x"}"##), (.delete, "routes/critical", ""),
                (.post, "routes/critical/test", ""), (.post, "deliveries/\(FixedAlerts.givenUp.uuidString)/retry", ""),
            ] {
                let response = try await send(client, method, path, token: role.rawValue, body)
                #expect(response.status == (manages ? .ok : .forbidden), "\(path) \(response.text)")
                // A browser sends a session along with what other sites make it send.
                var headers = HTTPFields.session(role)
                headers[.contentType] = "application/json"
                try await client.execute(uri: "/api/v1/" + path, method: method, headers: headers, body: ByteBuffer(string: body)) {
                    #expect($0.status == .forbidden)
                    try $0.expectProblem("token_needed")
                }
            }
        }
    }
}
