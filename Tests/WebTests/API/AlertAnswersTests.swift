import Access
import Alerting
import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("Alerts by the API")
struct AlertAnswersTests {
    private func site() -> FixedSite {
        FixedSite(
            gate: FixedGate(
                tokens: Dictionary(
                    uniqueKeysWithValues: Role.allCases.map { ($0.rawValue, Who(name: "bot", role: $0, kind: .token(id: "1"))) })))
    }

    private func post(
        _ client: any TestClientProtocol, _ path: String, token: String = "admin", _ body: String, type: String = "application/json"
    ) async throws -> TestResponse {
        try await client.execute(
            uri: "/api/v1/alerts/" + path, method: .post, headers: [.authorization: "Bearer " + token, .contentType: type],
            body: ByteBuffer(string: body))
    }

    private func code(_ response: TestResponse) throws -> String? {
        #expect(response.headers[.contentType] == "application/problem+json")
        return try JSONValue(response.text)["code"]?.text
    }

    @Test("are acknowledged, assigned, commented on and resolved, each in the name of the token")
    func acts() async throws {
        let site = site()
        let document = try JSONValue(OpenAPIDocument(APIRoutes(site.dependencies()).table).json.text())
        try await site.test { client in
            for (name, body) in [
                ("comment", #"{"comment": "called twice"}"#), ("assign", #"{"assignee": "anna", "comment": "knows them"}"#),
                ("acknowledge", ""), ("acknowledge", "{}"), ("resolve", #"{"reason": "back"}"#),
            ] {
                let response = try await post(client, "1/" + name, body)
                #expect(response.status == .ok, "\(response.text)")
                #expect(response.headers[.cacheControl] == "no-store")
                let place = document["paths"]?["/api/v1/alerts/{id}/\(name)"]?["post"]
                let schema = try #require(place?["responses"]?["200"]?["content"]?["application/json"]?["schema"])
                #expect(SchemaCheck(document: document).faults(of: try JSONValue(response.text), against: schema) == [])
                if !body.isEmpty {
                    let sent = try #require(place?["requestBody"]?["content"]?["application/json"]?["schema"])
                    #expect(SchemaCheck(document: document).faults(of: try JSONValue(body), against: sent) == [])
                }
            }
        }
        let performed = site.alerts.performed.withLock(\.self)
        #expect(performed.map(\.actor) == Array(repeating: "token:bot", count: 5))
        #expect(performed.first?.act == .comment("called twice"))
        #expect(performed.last?.act == .resolve(reason: "back"))
    }

    @Test("are changed by tokens only, and by those who may", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let site = site()
        try await site.test { client in
            let seers: Set<Role> = [.chairman, .eva, .successLead, .successTeam, .admin]
            let manages = [Role.chairman, .successLead, .admin].contains(role)
            let comment = try await post(client, "1/comment", token: role.rawValue, #"{"comment": "x"}"#)
            #expect(comment.status == (seers.contains(role) ? .ok : .forbidden))
            let resolve = try await post(client, "1/resolve", token: role.rawValue, #"{"reason": "x"}"#)
            #expect(resolve.status == (manages ? .ok : .forbidden))
            let seesSystems = seers.contains(role) || role == .engineering || role == .successOps
            let system = try await post(client, "2/comment", token: role.rawValue, #"{"comment": "x"}"#)
            #expect(system.status == (seesSystems ? .ok : .forbidden))
            if seers.contains(role) == false { #expect(!comment.text.contains("Acme")) }
            // A session is what browsers send along with whatever other sites make them send.
            var headers = HTTPFields.session(role)
            headers[.contentType] = "application/json"
            try await client.execute(
                uri: "/api/v1/alerts/1/comment", method: .post, headers: headers, body: ByteBuffer(string: #"{"comment": "x"}"#)
            ) { response in
                #expect(response.status == .forbidden)
                let reason = try code(response)
                #expect(reason == "token_needed")
            }
        }
    }

    @Test(
        "refuse what cannot be done, as problems",
        arguments: [
            ("4/resolve", #"{"reason": "x"}"#, HTTPResponse.Status.conflict, "alert_closed"),
            ("9/resolve", #"{"reason": "x"}"#, .notFound, "no_such_alert"), ("x/resolve", #"{"reason": "x"}"#, .notFound, "no_such_alert"),
            ("1/resolve", "{}", .badRequest, "bad_member"), ("1/resolve", #"{"reason": "  "}"#, .badRequest, "bad_member"),
            ("1/resolve", #"{"reason": 5}"#, .badRequest, "bad_member"), ("1/comment", #"{"text": "x"}"#, .badRequest, "bad_member"),
            ("1/comment", "comment", .unsupportedMediaType, "not_json"), ("1/comment", "[]", .unsupportedMediaType, "not_json"),
            ("1/comment", "", .unsupportedMediaType, "not_json"),
            ("1/comment", "{\"comment\": \"\(String(repeating: "x", count: 2_001))\"}", .badRequest, "bad_member"),
            ("1/comment", "{\"comment\": \"\(String(repeating: "x", count: 70_000))\"}", .contentTooLarge, "too_large"),
            ("1/comment", #"{"comment": "a\u0000b"}"#, .badRequest, "bad_member"),
        ])
    func refusals(path: String, body: String, status: HTTPResponse.Status, code: String) async throws {
        let site = site()
        try await site.test { client in
            let response = try await post(client, path, body)
            #expect(response.status == status)
            #expect(try self.code(response) == code)
            let form = try await post(client, "1/comment", "comment=x", type: "application/x-www-form-urlencoded")
            #expect(form.status == .unsupportedMediaType)
        }
        let isUntouched = site.alerts.performed.withLock(\.isEmpty)
        #expect(isUntouched)
    }

    @Test("are listed by filters, and those who run the systems get these only")
    func list() async throws {
        let site = site()
        try await site.test { client in
            let path =
                "/api/v1/alerts?state=firing&rule=critical_customer&segment=free&customer=acme&assignee=anna&sort=age&cursor=3&limit=7"
            try await client.execute(uri: path, method: .get, headers: .session(.eva)) { #expect($0.status == .ok) }
            try await client.execute(uri: "/api/v1/alerts?state=all&limit=1", method: .get, headers: .session(.eva)) { response in
                let answer = try JSONValue(response.text)
                #expect(answer["next"]?.text == "1")
                #expect(answer["counts"]?["resolved"]?.number == 1)
            }
            try await client.execute(uri: "/api/v1/alerts?rule=critical_customer", method: .get, headers: .session(.engineering)) {
                #expect(!$0.text.contains("Acme"))
            }
            try await client.execute(uri: "/api/v1/alerts/1", method: .get, headers: .session(.engineering)) { response in
                #expect(response.status == .forbidden && !response.text.contains("Acme"))
            }
            for query in ["state=lost", "rule=love", "cursor=x", "limit=0", "sort=name"] {
                try await client.execute(uri: "/api/v1/alerts?" + query, method: .get, headers: .session(.eva)) {
                    // A cursor names a page; that page is not there.
                    #expect($0.status == (query == "cursor=x" ? .notFound : .badRequest), "\(query)")
                }
            }
        }
        let asked = site.alerts.asked.withLock(\.self)
        #expect(asked[0].filter.states == [.firing] && asked[0].filter.rules == [.criticalCustomer] && asked[0].filter.segment == .free)
        #expect(asked[0].filter.customer == "acme" && asked[0].filter.assignee == "anna" && asked[0].order == .age)
        #expect(asked[0].after == 3 && asked[0].limit == 7)
        #expect(asked[2].filter.rules == [])
    }
}
