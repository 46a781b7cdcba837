import Access
import CustomerMetrics
import Dashboards
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("The JSON API")
struct APIRoutesTests {
    private let table = APIRoutes(FixedSite().dependencies()).table
    private let document = OpenAPIDocument(APIRoutes(FixedSite().dependencies()).table).json

    private func address(_ route: APIRoute, id: String = "acme") -> String { route.path.replacing("{id}", with: id) }

    private func problem(_ response: TestResponse) throws -> JSONValue {
        #expect(response.headers[.contentType] == "application/problem+json")
        #expect(response.headers[.cacheControl] == "no-store")
        let problem = try JSONValue(response.text)
        let check = SchemaCheck(document: try JSONValue(document.text()))
        #expect(check.faults(of: problem, against: .object(["$ref": .text("#/components/schemas/Problem")])) == [])
        #expect(problem["status"] == .number(Double(response.status.code)))
        return problem
    }

    private func expect(_ response: TestResponse, code: String) throws {
        let problem = try problem(response)
        #expect(problem["code"]?.text == code)
    }

    // MARK: Answers and document

    @Test("answers each address in the shape of the document, with figures and without")
    func shapes() async throws {
        let document = try JSONValue(document.text())
        let check = SchemaCheck(document: document)
        for isEmpty in [false, true] {
            try await FixedSite().test(metrics: FixedMetrics(isEmpty: isEmpty)) { client in
                for route in table {
                    for id in route.path.contains("{id}") ? ["acme", "gone"] : [""] {
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
        #expect(Set(paths.keys) == Set(table.map(\.path) + [OpenAPIDocument.path]))
        #expect(Set(table.map(\.id)).count == table.count)
        let specified = [
            "metrics/health", "metrics/retention", "metrics/nps", "metrics/campaigns", "metrics/system", "metrics/segments",
            "dashboards/executive",
            "dashboards/campaigns", "dashboards/system", "dashboards/insights", "customers", "customers/{id}", "customers/{id}/history",
            "customers/{id}/explanation",
        ]
        #expect(table.map(\.path) == specified.map { "/api/v1/" + $0 })
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for path in paths.keys {
                for method in [HTTPRequest.Method.post, .put, .patch, .delete, .options, .trace] {
                    try await client.execute(
                        uri: path.replacing("{id}", with: "acme"), method: method, headers: .session(.admin)
                    ) { response in
                        #expect(response.status == .methodNotAllowed, "\(method) \(path)")
                        #expect(response.headers[.allow] == "GET, HEAD")
                        try expect(response, code: "method_not_allowed")
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
            .chairman: ["health", "retention", "nps", "segments", "executive", "insights", "customers"],
            .eva: ["health", "retention", "nps", "campaigns", "system", "segments", "executive", "insights", "customers"],
            .successLead: ["health", "retention", "nps", "campaigns", "executive", "customers"],
            .successTeam: ["campaigns", "customers"], .marketing: ["campaigns"], .engineering: ["system"], .successOps: ["system"],
            .product: ["nps", "segments", "insights"],
            .admin: ["health", "retention", "nps", "campaigns", "system", "segments", "executive", "insights", "customers"],
        ]
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for route in table {
                let subject = route.path.contains("customers") ? "customers" : String(route.path.split(separator: "/").last ?? "")
                let isOpen = seen[role]?.contains(subject) ?? false
                try await client.execute(uri: address(route), method: .get, headers: .session(role)) { response in
                    #expect(response.status == (isOpen ? .ok : .forbidden), "\(route.path)")
                    guard !isOpen else { return }
                    let problem = try problem(response)
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
                    try expect(response, code: "sign_in_needed")
                }
            }
            for field in ["Bearer bad", "Bearer ", "Basic Zm9vOmJhcg==", "bad"] {
                let headers: HTTPFields = [.authorization: field, .cookie: "mainstay-session=admin"]
                try await client.execute(uri: "/api/v1/customers", method: .get, headers: headers) { response in
                    #expect(response.status == .unauthorized)
                    #expect(response.headers[.wwwAuthenticate]?.contains("invalid_token") == true)
                    try expect(response, code: "unknown_token")
                }
            }
            try await client.execute(uri: "/api/v1/customers", method: .get, headers: [.authorization: "Bearer good"]) { response in
                #expect(response.status == .ok)
            }
        }
    }

    // MARK: Parameters

    @Test(
        "refuses what a parameter may not be, names it and says how to write it",
        arguments: [
            ("metrics/health?as_of=yesterday", "as_of", "2025-12-31"), ("metrics/health?as_of=", "as_of", "2025-12-31"),
            ("metrics/health?as_of=2026-02-30", "as_of", "2025-12-31"), ("metrics/health?as_of=1850-01-01", "as_of", "1900"),
            ("metrics/health?as_of=2200-01-01", "as_of", "2199"), ("metrics/health?limit=1", "limit", "as_of"),
            ("metrics/health?as_of=2026-01-01&as_of=2026-01-02", "as_of", "once"),
            ("metrics/retention?definition=Bounded", "definition", "bounded"),
            ("metrics/nps?window_days=0", "window_days", "1 to 3650"), ("metrics/nps?window_days=1.5", "window_days", "whole"),
            ("metrics/nps?window_days=%2B3", "window_days", "whole"),
            ("metrics/nps?window_days=99999999999999999999", "window_days", "whole"),
            ("customers?limit=201", "limit", "1 to 200"), ("customers?cursor=a.b", "cursor", "as it is"),
            ("customers?cursor=", "cursor", "as it is"), ("customers?status=Critical", "status", "critical"),
            ("customers?segment=gold", "segment", "enterprise"), ("customers?min_arr=-1", "min_arr", "from 0"),
            ("customers?max_arr=NaN", "max_arr", "from 0"), ("customers?max_arr=1e400", "max_arr", "from 0"),
            ("customers?sort=change", "sort", "score, arr, name, last_activity"), ("customers?search=a%00b", "search", "zero byte"),
            ("customers?as_of=2026-01-01", "as_of", "search"), ("customers/a%00b", "id", "zero byte"),
            ("dashboards/system?as_of=now", "as_of", "2025-12-31"),
        ])
    func badParameters(address: String, parameter: String, fix: String) async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/api/v1/" + address, method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .badRequest)
                let problem = try problem(response)
                #expect(problem["parameter"]?.text == parameter)
                #expect(problem["detail"]?.text?.contains(fix) == true, "\(problem)")
            }
        }
    }

    @Test(
        "takes every way of writing an amount and a moment that its schema takes",
        arguments: [
            "customers?min_arr=0", "customers?min_arr=-0.0", "customers?min_arr=1e5", "customers?min_arr=1.5E%2B3",
            "customers?min_arr=5e-324",
            "customers?max_arr=99999999999999", "customers?min_arr=0.1&max_arr=0.05", "customers?search=", "customers?search=%F0%9F%98%80",
            "metrics/health?as_of=2026-01-31", "metrics/health?as_of=2026-01-31T10:00Z",
            "metrics/health?as_of=2026-01-31T10:00:00.123456-05:30",
            "metrics/health?as_of=2026-01-31T10:00:00%2B02:00", "metrics/health?as_of=1900-01-01",
            "metrics/health?as_of=2199-12-31T23:59:59Z",
            "customers/%F0%9F%98%80", "customers/a%2Fb", "customers/%2e%2e", "customers/acme/history?from=2026-01-01&to=2026-01-01",
        ])
    func goodParameters(address: String) async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/api/v1/" + address, method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .ok, "\(response.text)")
            }
        }
    }

    @Test("asks the list for what the address says")
    func listQuery() async throws {
        let customers = FixedCustomers()
        try await FixedSite().test(customers: customers) { client in
            let address = """
                /api/v1/customers?search=%27%3B%20DROP+TABLE&status=at-risk&segment=free&min_arr=10.50&max_arr=1e3&sort=last_activity\
                &direction=desc&cursor=1&limit=7
                """
            try await client.execute(uri: address, method: .get, headers: .session(.admin)) { #expect($0.status == .ok) }
        }
        let expected = CustomerQuery(
            search: "'; DROP TABLE", status: .atRisk, segment: .free, minimumARR: 10.5, maximumARR: 1_000, order: .lastActivity,
            direction: .descending, cursor: "1", limit: 7)
        #expect(customers.asked.withLock(\.self) == [expected])
    }

    @Test("says what is wrong with a cursor or an id")
    func lookups() async throws {
        for (error, words) in [(CustomerCursorError.notACursor, "as it is"), (.ofAnotherQuery, "other filters")] {
            try await FixedSite().test(customers: FixedCustomers(cursorError: error)) { client in
                try await client.execute(uri: "/api/v1/customers?cursor=x", method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .notFound)
                    let problem = try problem(response)
                    #expect(problem["code"]?.text == "bad_cursor")
                    #expect(problem["detail"]?.text?.contains(words) == true)
                }
            }
        }
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for tail in ["", "/history", "/explanation"] {
                try await client.execute(uri: "/api/v1/customers/nobody" + tail, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .notFound)
                    try expect(response, code: "no_such_customer")
                }
                try await client.execute(uri: "/api/v1/customers/twice" + tail, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .conflict)
                    let problem = try problem(response)
                    #expect(problem["detail"]?.text?.contains("6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a11") == true)
                }
            }
        }
    }

    @Test("takes two moments in either order")
    func eitherOrder() async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for tail in ["history", "explanation"] {
                let path = "/api/v1/customers/acme/\(tail)?"
                let one = try await client.execute(uri: path + "from=2026-02-01&to=2026-01-01", method: .get, headers: .session(.admin)) {
                    $0.text
                }
                let other = try await client.execute(uri: path + "from=2026-01-01&to=2026-02-01", method: .get, headers: .session(.admin)) {
                    $0.text
                }
                #expect(one == other)
                #expect(one.contains("acme"))
            }
        }
    }

    @Test("has no snapshot where none was taken, and says so")
    func noSnapshot() async throws {
        try await FixedSite(dashboards: FixedDashboards([])).test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/api/v1/dashboards/system?as_of=2026-01-01", method: .get, headers: .session(.admin)) {
                response in
                #expect(response.status == .notFound)
                try expect(response, code: "no_snapshot")
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
                try expect(response, code: "failed")
                #expect(!response.text.contains("Touched"))
            }
            for path in ["/api", "/api/", "/api/v1", "/api/v1/customers/a/b", "/api/v2/customers", "/api/v1/metrics"] {
                try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .notFound)
                    try expect(response, code: "not_found")
                }
            }
        }
    }
}
