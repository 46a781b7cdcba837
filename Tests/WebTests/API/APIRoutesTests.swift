import Access
import CustomerMetrics
import Dashboards
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite("The JSON API")
struct APIRoutesTests {
    private let whole = APIRoutes(FixedSite().dependencies()).table
    /// The addresses that show and change nothing.
    private var table: [APIRoute] { whole.filter { $0.method == .get } }
    private let document = OpenAPIDocument(APIRoutes(FixedSite().dependencies()).table).json

    private func address(_ route: APIRoute, id: String? = nil) -> String {
        route.path.replacing("{id}", with: id ?? Self.ids(route.path)[0])
    }

    /// Of what there is at an address; with figures, and with as few as can be.
    private static func ids(_ path: String) -> [String] {
        switch path.split(separator: "/").dropFirst(2).first {
        case "alerts": ["1", "4"]
        case "silences": ["7"]
        case "routes": ["critical", "hook"]
        case "reports": ["3"]
        case "deliveries": [FixedAlerts.ofSystem.uuidString, FixedAlerts.givenUp.uuidString]
        default: ["acme", "gone"]
        }
    }

    // MARK: Answers and document

    @Test("answers each address in the shape of the document, with figures and without")
    func shapes() async throws {
        let document = try JSONValue(document.text())
        let check = SchemaCheck(document: document)
        for isEmpty in [false, true] {
            try await FixedSite().test(metrics: FixedMetrics(isEmpty: isEmpty)) { client in
                for route in table {
                    for id in route.path.contains("{id}") ? Self.ids(route.path) : [""] {
                        try await client.execute(uri: address(route, id: id), method: .get, headers: .session(.admin)) { response in
                            #expect(response.status == .ok, "\(route.path)")
                            #expect(response.headers[.contentType] == "application/json")
                            #expect(response.headers[.cacheControl] == "private, no-cache")
                            let schema = try #require(
                                document["paths"]?[route.path]?["get"]?["responses"]?["200"]?["content"]?["application/json"]?["schema"])
                            #expect(check.faults(of: try JSONValue(response.text), against: schema) == [], "\(route.path)")
                        }
                    }
                }
            }
        }
    }

    @Test("describes exactly the addresses that there are")
    func documentIsComplete() async throws {
        let paths = try #require(try JSONValue(document.text())["paths"]?.members)
        #expect(Set(paths.keys) == Set(whole.map(\.path) + [OpenAPIDocument.path]))
        #expect(Set(whole.map(\.id)).count == whole.count)
        let specified = [
            "metrics/health", "metrics/retention", "metrics/nps", "metrics/campaigns", "metrics/system", "metrics/segments",
            "dashboards/executive",
            "dashboards/campaigns", "dashboards/system", "dashboards/insights", "customers", "customers/{id}", "customers/{id}/history",
            "customers/{id}/explanation", "alerts", "alerts/{id}", "alerts/{id}/acknowledge", "alerts/{id}/assign", "alerts/{id}/comment",
            "alerts/{id}/resolve", "alerts/evaluate", "silences", "silences", "silences/{id}/end", "routes", "routes/{id}", "routes/{id}",
            "routes/{id}", "routes/{id}/test", "deliveries", "deliveries/{id}", "deliveries/{id}/retry", "gates", "reports", "reports/{id}",
        ]
        #expect(whole.map(\.path) == specified.map { "/api/v1/" + $0 })
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for path in paths.keys {
                let own = path == OpenAPIDocument.path ? [.get] : whole.filter { $0.path == path }.map(\.method)
                for method in [HTTPRequest.Method.get, .post, .put, .patch, .delete, .options, .trace] where !own.contains(method) {
                    try await client.execute(
                        uri: path.replacing("{id}", with: "acme"), method: method, headers: .session(.admin)
                    ) { response in
                        #expect(response.status == .methodNotAllowed, "\(method) \(path)")
                        let allowed = own.flatMap { $0 == .get ? [$0, .head] : [$0] }.map(\.rawValue)
                        #expect(response.headers[.allow] == allowed.joined(separator: ", "))
                        try response.expectProblem("method_not_allowed")
                    }
                }
            }
        }
    }

    @Test("names no schema, response or header that is not there")
    func references() throws {
        let document = try JSONValue(document.text())
        func references(_ value: JSONValue) -> [String] {
            switch value {
            case .object(let members): members.flatMap { $0.key == "$ref" ? [$0.value.text ?? ""] : references($0.value) }
            case .list(let items): items.flatMap(references)
            default: []
            }
        }
        for reference in references(document) { #expect(document.value(at: reference) != nil, "\(reference)") }
        #expect(references(document).count > 50)
    }

    @Test("describes itself in whole lines")
    func plainTexts() throws {
        func texts(_ value: JSONValue) -> [String] {
            switch value {
            case .text(let text): [text]
            case .list(let items): items.flatMap(texts)
            case .object(let members): members.values.flatMap(texts)
            case .null, .truth, .number: []
            }
        }
        let all = texts(try JSONValue(document.text()))
        #expect(all.count > 500)
        for text in all where text.contains("\\\n") || text.contains("\n") { Issue.record("\(text)") }
    }

    @Test("gives the document to everybody")
    func openDocument() async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/api/openapi.json", method: .get) { response in
                #expect(response.status == .ok)
                let document = try JSONValue(response.text)
                #expect(document["openapi"] == .text("3.1.0"))
            }
        }
    }

    // MARK: Rights

    @Test("shows each role what it may see, and says who may see the rest", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let seen: [Role: Set<String>] = [
            .chairman: ["health", "retention", "nps", "segments", "executive", "insights", "customers", "alerts", "gates"],
            .eva: [
                "health", "retention", "nps", "campaigns", "system", "segments", "executive", "insights", "customers", "alerts", "gates",
            ],
            .successLead: ["health", "retention", "nps", "campaigns", "executive", "customers", "alerts", "gates"],
            .successTeam: ["campaigns", "customers", "alerts"], .marketing: ["campaigns"], .engineering: ["system"],
            .successOps: ["system"],
            .product: ["nps", "segments", "insights"],
            .admin: [
                "health", "retention", "nps", "campaigns", "system", "segments", "executive", "insights", "customers", "alerts", "gates",
            ],
        ]
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for route in table {
                let subject =
                    route.path.contains("customers")
                    ? "customers" : route.path.contains("alerts") ? "alerts" : String(route.path.split(separator: "/").last ?? "")
                let seesSystems = role == .engineering || role == .successOps
                let isOpen =
                    switch route.path.split(separator: "/").dropFirst(2).first {
                    case "routes": [.chairman, .successLead, .admin].contains(role)
                    case "silences": seen[role]?.contains("alerts") ?? false
                    // One message is about the system.
                    case "deliveries": seen[role]?.contains("alerts") ?? false || seesSystems
                    case "reports": [.chairman, .eva, .successLead, .product, .admin].contains(role)
                    default: seen[role]?.contains(subject) ?? false || seesSystems && route.path.hasSuffix("/alerts")
                    }
                try await client.execute(uri: address(route), method: .get, headers: .session(role)) { response in
                    #expect(response.status == (isOpen ? .ok : .forbidden), "\(route.path)")
                    guard !isOpen else { return }
                    let problem = try response.problem()
                    #expect(problem["code"]?.text == "not_allowed")
                    #expect(problem["detail"]?.text?.contains("Administrator") == true)
                    #expect(!response.text.contains("Acme"))
                }
            }
        }
    }

    @Test("asks who it is, before anything else")
    func identity() async throws {
        var site = FixedSite()
        site.gate = FixedGate(tokens: ["good": Who(name: "report", role: .successTeam, kind: .token(id: "1"))])
        try await site.test(customers: FixedCustomers()) { client in
            for route in table {
                try await client.execute(uri: address(route) + "?nonsense=1", method: .get) { response in
                    #expect(response.status == .unauthorized)
                    #expect(response.headers[.wwwAuthenticate] == "Bearer realm=\"mainstay\"")
                    try response.expectProblem("sign_in_needed")
                }
            }
            for field in ["Bearer bad", "Bearer ", "Basic Zm9vOmJhcg==", "bad"] {
                let headers: HTTPFields = [.authorization: field, .cookie: "mainstay-session=admin"]
                try await client.execute(uri: "/api/v1/customers", method: .get, headers: headers) { response in
                    #expect(response.status == .unauthorized)
                    #expect(response.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
                    try response.expectProblem("unknown_token")
                }
            }
            try await client.execute(uri: "/api/v1/customers", method: .get, headers: [.authorization: "Bearer good"]) { response in
                #expect(response.status == .ok)
            }
        }
    }

    // MARK: HTTP

    @Test("sends an answer once, until it changes")
    func entityTags() async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for path in ["/api/v1/dashboards/executive", "/api/v1/metrics/health?as_of=2026-01-01", "/api/openapi.json"] {
                let tag = try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                    try #require(response.headers[.eTag])
                }
                for field in [tag, "W/" + tag, "\"other\", " + tag, "*"] {
                    var headers = HTTPFields.session(.admin)
                    headers[.ifNoneMatch] = field
                    try await client.execute(uri: path, method: .get, headers: headers) { response in
                        #expect(response.status == .notModified)
                        #expect(response.headers[.eTag] == tag)
                        #expect(response.body.readableBytes == 0)
                    }
                }
                var headers = HTTPFields.session(.admin)
                headers[.ifNoneMatch] = "\"other\""
                try await client.execute(uri: path, method: .get, headers: headers) { #expect($0.status == .ok) }
            }
        }
    }

    @Test("answers HEAD as GET, without the answer")
    func head() async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/api/v1/customers", method: .head, headers: .session(.admin)) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.eTag] != nil)
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test("tells nothing of the inside when something fails there")
    func failures() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/api/v1/customers", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .internalServerError)
                try response.expectProblem("failed")
                #expect(!response.text.contains("Touched"))
            }
            for path in ["/api", "/api/", "/api/v1", "/api/v1/customers/a/b", "/api/v2/customers", "/api/v1/metrics"] {
                try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .notFound)
                    try response.expectProblem("not_found")
                }
            }
        }
    }
}
