import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import CustomerMetrics
@testable import Web

@Suite("The pages of customers")
struct CustomerPagesTests {
    private static let script = "<script>alert(1)</script>\"' onmouseover=x &amp; {{name}} \u{E000}body"
    private static let paths = [
        "/customers", "/customers?search=%3Cscript%3E%22&min_arr=5", "/customers/acme", "/customers/gone",
        "/customers/acme?days=7&kind=ticket",
        "/customers/acme?kind=survey&as_of=2026-10-01",
    ]

    @Test("show hostile texts as texts", arguments: paths)
    func hostileTexts(path: String) async throws {
        try await FixedSite().test(customers: FixedCustomers(text: Self.script)) { client in
            try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .ok)
                #expect(!response.text.contains("<script>"))
                #expect(!response.text.contains("\"' onmouseover"))
                #expect(!response.text.contains("' onmouseover"))
                #expect(response.text.contains("&lt;script&gt;"))
                #expect(!response.text.contains(" style="))
            }
        }
    }

    @Test("are for those who work with customers, and say who that is", arguments: Role.allCases)
    func rights(role: Role) async throws {
        let isOpen = [Role.chairman, .eva, .successLead, .successTeam, .admin].contains(role)
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for path in ["/customers", "/customers.csv", "/customers/acme", "/customers/acme/history.csv"] {
                try await client.execute(uri: path, method: .get, headers: .session(role)) { response in
                    #expect(response.status == (isOpen ? .ok : .forbidden), "\(path)")
                    if !isOpen {
                        #expect(!response.text.contains("Acme"))
                        #expect(response.text.contains("Success team"))
                    }
                }
                try await client.execute(uri: path, method: .get) { #expect($0.status == .seeOther) }
                try await client.execute(uri: path, method: .delete, headers: .session(.admin)) { #expect($0.status == .methodNotAllowed) }
            }
        }
    }

    // MARK: The list

    @Test("keep filters and order from page to page")
    func leafing() async throws {
        let customers = FixedCustomers(count: 120)
        try await FixedSite().test(customers: customers) { client in
            let path = "/customers?search=ac%26me&status=critical&segment=&min_arr=10&sort=arr&direction=asc&cursor=50"
            try await client.execute(uri: path, method: .get, headers: .session(.successTeam)) { response in
                let kept = "search=ac%26me&amp;status=critical&amp;min_arr=10&amp;sort=arr&amp;direction=asc"
                #expect(response.text.contains("href=\"/customers?\(kept)&amp;cursor=100\""))
                #expect(response.text.contains("href=\"/customers?\(kept)&amp;cursor=0\""))
                #expect(response.text.contains("href=\"/customers?\(kept)\""))
                #expect(response.text.contains("href=\"/customers.csv?\(kept)\""))
                // The order that is shown can be turned round, another one begins its usual way.
                #expect(response.text.contains("aria-sort=\"ascending\""))
                #expect(response.text.contains("sort=arr&amp;direction=desc\""))
                #expect(response.text.contains("sort=score&amp;direction=asc\""))
                #expect(response.text.contains("<option value=\"critical\" selected>"))
                #expect(response.text.contains("value=\"ac&amp;me\""))
                #expect(response.text.contains("120 customers"))
            }
        }
        #expect(customers.asked.withLock(\.self).first?.status == .critical)
    }

    @Test(
        "say how many there are, as far as it is known",
        arguments: [(0, "0 customers"), (1, "1 customer"), (20_000, "more than 10,000 customers")])
    func totals(count: Int, words: String) async throws {
        try await FixedSite().test(customers: FixedCustomers(count: count)) { client in
            try await client.execute(uri: "/customers", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("<strong>\(words)</strong>"))
            }
        }
    }

    @Test("say what to do where nobody is shown")
    func nobody() async throws {
        try await FixedSite().test(customers: FixedCustomers(count: 0)) { client in
            try await client.execute(uri: "/customers", method: .get, headers: .session(.admin)) {
                #expect($0.text.contains("mainstay import"))
            }
            try await client.execute(uri: "/customers?search=x", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("No active customer fits"))
                #expect(response.text.contains("href=\"/customers\">Clear"))
            }
        }
    }

    @Test("refuse what cannot be asked", arguments: ["status=lost", "min_arr=many", "sort=email", "limit=0"])
    func badRequests(query: String) async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/customers?" + query, method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .badRequest)
                #expect(response.text.contains(query.prefix { $0 != "=" }))
            }
        }
        try await FixedSite().test(customers: FixedCustomers(cursorError: .notACursor)) { client in
            try await client.execute(uri: "/customers?cursor=x", method: .get, headers: .session(.admin)) {
                #expect($0.status == .badRequest)
            }
        }
    }

    @Test("lead to ids that hold anything")
    func links() {
        func path(_ id: String) -> String {
            CustomerPath.page(of: Customer(id: CustomerID(source: id), name: nil, email: nil, segment: .free, arr: nil))
        }
        #expect(path("a/b c?d#e%") == "/customers/a%2Fb%20c%3Fd%23e%25")
        #expect(path("ä") == "/customers/%C3%A4")
        #expect(path("..") == "/customers/" + CustomerID(source: "..").uuid.uuidString.lowercased())
    }

    // MARK: One customer

    @Test("tell of one customer what there is to tell")
    func page() async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/customers/acme?days=90", method: .get, headers: .session(.admin)) { response in
                for words in [
                    "62", "At risk", "30 of 40", "Last activity 3 days ago", "1 open ticket", "2 features adopted, a core one among them",
                    "If nothing happens: 52 (At risk)", "48,000.50", "in 60 days", "−8", "Model: max_value_points from 30 to 40",
                    "+2 by another version of the scoring model", "Ticket opened", "Model version 2 since", "Survey answered",
                    "Only the newest", "href=\"/alerts?state=all&amp;customer=acme\"", "data-chart=", "&quot;stepped&quot;:true",
                    "/customers/acme/history.csv?days=90",
                ] {
                    #expect(response.text.contains(words), "\(words)")
                }
                #expect(response.text.contains("aria-current=\"true\">90 days"))
            }
            try await client.execute(uri: "/customers/gone", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("only active customers have one"))
                #expect(response.text.contains("Ended"))
                #expect(!response.text.contains("<canvas"))
            }
        }
    }

    @Test("show one kind of what happened")
    func kinds() async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/customers/acme?kind=ticket", method: .get, headers: .session(.admin)) { response in
                #expect(response.text.contains("Ticket closed"))
                #expect(!response.text.contains("Survey answered"))
                #expect(response.text.contains("href=\"/customers/acme?days=30&amp;kind=campaign#timeline\""))
            }
        }
    }

    @Test(
        "refuse customers and moments that there are not",
        arguments: [
            ("/customers/nobody", HTTPResponse.Status.notFound), ("/customers/a%00b", .notFound), ("/customers/twice", .badRequest),
            ("/customers/acme?days=8", .badRequest), ("/customers/acme?kind=love", .badRequest),
            ("/customers/acme?as_of=soon", .badRequest),
        ])
    func refusals(path: String, status: HTTPResponse.Status) async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: path, method: .get, headers: .session(.admin)) { #expect($0.status == status) }
        }
    }

    // MARK: Files

    @Test("give all customers as a file, however many pages they are, and no formulas")
    func file() async throws {
        let customers = FixedCustomers(text: "=cmd|' /C calc'!A0, \"x\"", count: 2_500)
        try await FixedSite().test(customers: customers) { client in
            try await client.execute(uri: "/customers.csv?status=critical&cursor=7&limit=3", method: .get, headers: .session(.admin)) {
                response in
                #expect(response.headers[.contentType]?.hasPrefix("text/csv") == true)
                #expect(response.headers[.contentDisposition] == "attachment; filename=\"customers.csv\"")
                let lines = response.text.split(separator: "\r\n")
                #expect(lines.count == 2_501)
                #expect(lines[0] == "customer_id,user_id,name,email,segment,score,status,change_7d,arr,last_activity")
                #expect(lines[1].contains("\"'=cmd|' /C calc'!A0, \"\"x\"\"\""))
                #expect(lines[1].hasPrefix("c0,") && lines[2_500].hasPrefix("c2499,"))
            }
        }
        #expect(customers.asked.withLock(\.self).map(\.cursor) == [nil, "1000", "2000"])
        #expect(customers.asked.withLock(\.self).allSatisfy { $0.status == .critical && $0.limit == 1_000 })
    }

    @Test("give a history as a file")
    func historyFile() async throws {
        try await FixedSite().test(customers: FixedCustomers()) { client in
            try await client.execute(uri: "/customers/acme/history.csv?days=7", method: .get, headers: .session(.admin)) { response in
                #expect(
                    response.text == """
                        at,total,status,engagement,support,value,last_activity,open_tickets,adopted_features,model_version\r
                        2026-10-25T09:00:00Z,70,Healthy,38,20,12,2026-10-29T09:00:00Z,1,2,1\r
                        2026-10-26T09:00:00Z,,,,,,,,,\r
                        2026-10-27T09:00:00Z,62,At-Risk,30,20,12,2026-10-29T09:00:00Z,1,2,2\r

                        """)
            }
        }
    }
}
