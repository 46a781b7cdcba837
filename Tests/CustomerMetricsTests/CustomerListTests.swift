import Domain
import Foundation
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("The list of customers")
struct CustomerListTests {
    private let now = at("2026-03-01T12:00:00Z")

    /// Scores 70, 60, 60 and 30, and one who left.
    private func company(_ body: (Company) async throws -> Void) async throws {
        try await Company.with { company in
            try await company.customer("a", lastLogin: "2026-03-01T12:00:00Z", tier: "enterprise", arr: 500)
            try await company.customer("b", lastLogin: "2026-02-27T12:00:00Z", tier: "basic", arr: 100)
            try await company.customer("c", lastLogin: "2026-02-27T12:00:00Z", tier: "basic", arr: 900)
            try await company.customer("d", tier: "enterprise")
            try await company.customer("gone", churned: "2026-02-01")
            try await body(company)
        }
    }

    private func list(
        _ company: Company, status: HealthStatus? = nil, segment: Segment? = nil, order: CustomerList.Order = .score, limit: Int = 10
    ) async throws -> CustomerList {
        try await company.ask {
            try await CustomerList.fetch(asOf: now, status: status, segment: segment, order: order, limit: limit, on: $0)
        }
    }

    private func ids(_ list: CustomerList) -> String { list.entries.map(\.customer.id.shown).joined(separator: " ") }

    @Test("has the lowest score first, the highest revenue first among equal ones")
    func byScore() async throws {
        try await company { company in
            let list = try await list(company)
            #expect(ids(list) == "d c b a")
        }
    }

    @Test("by revenue has the highest first, unknown last")
    func byRevenue() async throws {
        try await company { company in
            let list = try await list(company, order: .arr)
            #expect(ids(list) == "c a b d")
        }
    }

    @Test("by change has the largest fall of 7 days first, new customers last")
    func byChange() async throws {
        try await company { company in
            try await company.customer("new", created: "2026-02-25")
            // Seven days ago: a had no login, b and c neither; d now has three tickets.
            for _ in 1...3 { try await company.ticket("d", opened: "2026-02-24") }
            try await company.ticket("b", opened: "2026-02-28")
            let list = try await list(company, order: .change)
            #expect(ids(list) == "d b c a new")
            #expect(list.entries.map(\.change) == [-30, 20, 30, 40, nil])
        }
    }

    @Test("has the change of 7 days in every order")
    func change() async throws {
        try await company { company in
            let (byScore, byRevenue) = (try await list(company), try await list(company, order: .arr))
            #expect(byScore.entries.map(\.change) == [0, 30, 30, 40])
            #expect(byRevenue.entries.map(\.change) == [30, 40, 30, 0])
        }
    }

    @Test("can be of one status or segment only, and says how many there are in all")
    func filters() async throws {
        try await company { company in
            #expect(ids(try await list(company, status: .atRisk)) == "c b")
            #expect(ids(try await list(company, status: .critical)) == "d")
            #expect(ids(try await list(company, segment: .enterprise)) == "d a")
            #expect(ids(try await list(company, status: .critical, segment: .basic)) == "")
            let short = try await list(company, limit: 2)
            #expect(ids(short) == "d c")
            #expect(short.total == 4)
            #expect(try await list(company, status: .critical, segment: .basic).total == 0)
        }
    }

    @Test("has the shape that programs rely on")
    func shape() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-03-01T12:00:00Z", arr: 48_000, name: "Acme Ltd", email: "ops@acme.example")
            let uuid = CustomerID(source: "acme").uuid.uuidString.lowercased()
            #expect(
                try await list(company).json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","total":1,"customers":[{"customer_id":"acme","user_id":"\(uuid)","name":"Acme Ltd",\
                    "email":"ops@acme.example","segment":"Basic","arr":48000,"score":70,"status":"Healthy","change_7d":40,\
                    "last_activity":"2026-03-01T12:00:00Z"}]}
                    """)
        }
    }
}
