import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("A customer is found")
struct CustomerLookupTests {
    private func find(_ company: Company, _ id: String) async throws -> Customer {
        try await company.ask { try await Customer.find(id, on: $0) }
    }

    @Test("by the id of the source and by the UUID, in capitals or not, and shown by the former")
    func bySourceID() async throws {
        try await Company.with { company in
            try await company.customer("acme", arr: 48_000)
            let uuid = CustomerID(source: "acme").uuid.uuidString
            for id in ["acme", uuid, uuid.lowercased()] {
                let customer = try await find(company, id)
                #expect(customer.id.shown == "acme")
                #expect(customer.arr == 48_000)
            }
        }
    }

    @Test("by a UUID that is the source's own id")
    func byUUID() async throws {
        try await Company.with { company in
            let uuid = "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a11"
            try await company.customer(uuid)
            #expect(try await find(company, uuid).id.shown == uuid)
        }
    }

    @Test("also where somebody wrote a source id beside a UUID of his own")
    func byForeignMapping() async throws {
        try await Company.with { company in
            try await company.pool.execute("INSERT INTO mainstay.users (user_id, external_id) VALUES (gen_random_uuid(), 'C-7')")
            #expect(try await find(company, "C-7").id.shown == "C-7")
        }
    }

    @Test("not by an id that several have, nor by one that nobody has")
    func notFound() async throws {
        try await Company.with { company in
            let twins = [UUID(), UUID()].sorted { $0.uuidString < $1.uuidString }
            for twin in twins {
                try await company.pool.execute("INSERT INTO mainstay.users (user_id, external_id) VALUES (\(twin), 'C-7')")
            }
            await #expect(throws: CustomerLookupError.severalCustomers("C-7", twins)) { try await find(company, "C-7") }
            for id in ["nobody", "6f1d3c52-2b0e-5b7a-9d3c-0c1d6f0e8a11", "", "'; DROP TABLE mainstay.users; --"] {
                await #expect(throws: CustomerLookupError.noCustomer(id)) { try await find(company, id) }
            }
        }
    }
}
