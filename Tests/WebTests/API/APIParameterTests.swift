import CustomerMetrics
import Domain
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing

@testable import Web

@Suite("The parameters of the API")
struct APIParameterTests {
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
                let problem = try response.problem()
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
                    let problem = try response.problem()
                    #expect(problem["code"]?.text == "bad_cursor")
                    #expect(problem["detail"]?.text?.contains(words) == true)
                }
            }
        }
        try await FixedSite().test(customers: FixedCustomers()) { client in
            for tail in ["", "/history", "/explanation"] {
                try await client.execute(uri: "/api/v1/customers/nobody" + tail, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .notFound)
                    try response.expectProblem("no_such_customer")
                }
                try await client.execute(uri: "/api/v1/customers/twice" + tail, method: .get, headers: .session(.admin)) { response in
                    #expect(response.status == .conflict)
                    let problem = try response.problem()
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
                try response.expectProblem("no_snapshot")
            }
        }
    }
}
