import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("The pages of the list of customers")
struct CustomerPageTests {
    private let now = at("2026-03-01T12:00:00Z")

    /// Many who are equal in what lists are sorted by, and many of whom nothing is known.
    private func crowd(_ body: (Company) async throws -> Void) async throws {
        try await Company.with { company in
            let names: [String?] = ["Acme Ltd", "acme gmbh", "Ümlaut", nil, "", "Zoë Acme"]
            let revenues: [Decimal?] = [nil, 0, 100, 100, 2_500.50]
            let tiers: [String?] = ["enterprise", "professional", "basic", nil, "free", "other"]
            let logins: [String?] = [nil, "2026-03-01T11:00:00Z", "2026-02-25T00:00:00Z", "2026-02-10T00:00:00Z", "2025-06-01"]
            for number in 0..<61 {
                try await company.customer(
                    "c\(number)", lastLogin: logins[number % 5], churned: number % 13 == 0 ? "2026-01-01" : nil, tier: tiers[number % 6],
                    arr: revenues[number % 5 + (number % 7 == 0 ? -(number % 5) : 0)], name: names[number % 6],
                    email: number % 4 == 0 ? nil : "u\(number)@Site\(number % 3).example")
                if number % 3 == 0 { try await company.ticket("c\(number)", opened: "2026-02-01") }
            }
            try await company.rescore(at: now)
            try await body(company)
        }
    }

    private func page(_ company: Company, _ query: CustomerQuery, few: Int = CustomerPlan.few) async throws -> CustomerPage {
        try await company.pool.transaction(.readOnlySnapshot) { try await CustomerPage.fetch(query, now: now, few: few, on: $0) }
    }

    /// All pages from the first on, and the same back from the last.
    private func leaf(_ company: Company, _ query: CustomerQuery, few: Int) async throws -> (forth: [String], back: [String]) {
        var query = query
        var forth: [[String]] = []
        var back: [[String]] = []
        var last: CustomerPage
        repeat {
            last = try await page(company, query, few: few)
            forth.append(last.ids)
            query.cursor = last.next
        } while query.cursor != nil
        back.insert(last.ids, at: 0)
        while let previous = last.previous {
            query.cursor = previous
            last = try await page(company, query, few: few)
            back.insert(last.ids, at: 0)
        }
        return (forth.flatMap(\.self), back.flatMap(\.self))
    }

    private static let queries: [CustomerQuery] = CustomerQuery.Order.allCases.flatMap { order in
        CustomerQuery.Direction.allCases.flatMap { direction in
            [
                CustomerQuery(order: order, direction: direction),
                CustomerQuery(status: .atRisk, order: order, direction: direction),
                CustomerQuery(segment: .free, order: order, direction: direction),
                CustomerQuery(status: .critical, segment: .enterprise, order: order, direction: direction),
                CustomerQuery(minimumARR: 1, order: order, direction: direction),
                CustomerQuery(segment: .basic, maximumARR: 100, order: order, direction: direction),
                CustomerQuery(search: "acme", order: order, direction: direction),
                CustomerQuery(search: "site1", status: .atRisk, minimumARR: 0, order: order, direction: direction),
            ]
        }
    }

    @Test("one behind the other are the whole list, in either direction, whichever way they are found")
    func concatenation() async throws {
        try await crowd { company in
            let everybody = try await page(company, CustomerQuery(limit: 1_000)).entries
            #expect(everybody.count == 56)
            for query in Self.queries {
                let expected = everybody.filter { query.lets($0) }.sorted { query.isInOrder($0, $1) }.map(\.id)
                for few in [0, CustomerPlan.few] {
                    var whole = query
                    whole.limit = 1_000
                    #expect(try await page(company, whole, few: few).ids == expected, "\(query) \(few)")
                    var paged = query
                    paged.limit = 7
                    let (forth, back) = try await leaf(company, paged, few: few)
                    #expect(forth == expected, "\(query) \(few)")
                    #expect(back == expected, "\(query) \(few)")
                }
            }
        }
    }

    @Test("have no way on where the list ends, and none back where it begins")
    func ends() async throws {
        try await crowd { company in
            let first = try await page(company, CustomerQuery(limit: 50))
            #expect(first.previous == nil)
            let last = try await page(company, CustomerQuery(cursor: first.next, limit: 50))
            #expect(last.next == nil)
            #expect(last.entries.count == 6)
            let again = try await page(company, CustomerQuery(cursor: last.previous, limit: 50))
            #expect(again.ids == first.ids)
            #expect(again.previous == nil)
            #expect(try await page(company, CustomerQuery(limit: 56)).next == nil)
        }
    }

    @Test("say how many there are, as far as they were counted")
    func totals() async throws {
        try await crowd { company in
            #expect(try await page(company, CustomerQuery(limit: 1)).total == .exactly(56))
            let critical = try await page(company, CustomerQuery(status: .critical, limit: 1))
            #expect(critical.total == .exactly(try await page(company, CustomerQuery(status: .critical, limit: 1_000)).entries.count))
            #expect(try await page(company, CustomerQuery(search: "nobody at all")).total == .exactly(0))
            let free = CustomerQuery(status: .critical, segment: .free, limit: 1)
            let exactly = try await page(company, free).total
            #expect(try await page(company, free, few: 0).total == .atLeast(exactly.least))
        }
    }

    @Test("have the change of 7 days")
    func change() async throws {
        try await Company.with { company in
            try await company.customer("risen", lastLogin: "2026-03-01T11:00:00Z")
            try await company.customer("new", created: "2026-02-27")
            try await company.rescore(at: now)
            let entries = try await page(company, CustomerQuery(order: .score)).entries
            #expect(Dictionary(uniqueKeysWithValues: entries.map { ($0.id, $0.change) }) == ["risen": 40, "new": nil])
        }
    }

    @Test("refuse a cursor that was changed, or belongs to another list")
    func cursors() async throws {
        try await crowd { company in
            let query = CustomerQuery(status: .atRisk, order: .arr, limit: 3)
            let cursor = try #require(try await page(company, query).next)
            for index in cursor.indices {
                let other: Character = cursor[index] == "A" ? "B" : "A"
                let changed = cursor[..<index] + String(other) + cursor[cursor.index(after: index)...]
                await #expect(throws: CustomerCursorError.notACursor) { try await page(company, query.at(String(changed))) }
            }
            for text in ["", "x", "ä", "'; DROP TABLE mainstay.users; --", String(cursor.dropLast()), cursor + "A", cursor + "="] {
                await #expect(throws: CustomerCursorError.notACursor, "\(text)") { try await page(company, query.at(text)) }
            }
            for other in [
                CustomerQuery(order: .arr), CustomerQuery(status: .atRisk),
                CustomerQuery(status: .atRisk, order: .arr, direction: .ascending),
                CustomerQuery(search: "a", status: .atRisk, order: .arr),
            ] {
                await #expect(throws: CustomerCursorError.ofAnotherQuery) { try await page(company, other.at(cursor)) }
            }
            // The length of a page is the reader's own affair.
            #expect(try await page(company, CustomerQuery(status: .atRisk, order: .arr, cursor: cursor, limit: 9)).entries.count == 9)
        }
    }

    @Test("have the shape that programs rely on")
    func shape() async throws {
        try await Company.with { company in
            try await company.customer("acme", lastLogin: "2026-03-01T12:00:00Z", arr: 48_000, name: "Acme Ltd", email: "ops@acme.example")
            try await company.rescore(at: now)
            let uuid = CustomerID(source: "acme").uuid.uuidString.lowercased()
            #expect(
                try await page(company, CustomerQuery()).json.text() == """
                    {"as_of":"2026-03-01T12:00:00Z","total":1,"total_at_least":1,"next":null,"previous":null,"customers":[{"customer_id":"acme",\
                    "user_id":"\(uuid)","name":"Acme Ltd","email":"ops@acme.example","segment":"Basic","arr":48000,"score":70,\
                    "status":"Healthy","change_7d":40,"last_activity":"2026-03-01T12:00:00Z"}]}
                    """)
        }
    }
}

@Suite("The search for customers")
struct CustomerSearchTests {
    private let now = at("2026-03-01T12:00:00Z")

    @Test(
        "goes by beginnings, whatever the capitals, and takes no character for more than itself",
        arguments: [
            ("acme", "a1 a2"), ("ACME L", "a1"), ("london", "a1"), ("ltd london", "a1"), ("ltd", "a1"), ("cme", ""),
            ("  acme   ltd ", "a1"),
            ("ops@", "a1"), ("OPS@ACME", "a1"), ("acme.ex", "a1"), ("a1", "a1"), ("a", "a1 a2"), ("müller", "b1"), ("MÜL", "b1"),
            ("100%", "c1"), ("100", "c1"), ("%", ""), ("_", ""), ("\\", ""), ("'; DROP TABLE mainstay.users; --", ""), ("o'b", "d1"),
            ("\u{10FFFF}", ""), (CustomerID(source: "b1").uuid.uuidString, "b1"), ("gone", ""),
        ])
    func beginnings(text: String, expected: String) async throws {
        try await Company.with { company in
            try await company.customer("a1", name: "Acme Ltd London", email: "ops@acme.example")
            try await company.customer("a2", name: "ACME")
            try await company.customer("b1", name: "Hans Müller", email: "hans@elsewhere.example")
            try await company.customer("c1", name: "100% Reines Wasser")
            try await company.customer("d1", name: "Pat O'Brien")
            try await company.customer("e1")
            try await company.customer("gone", churned: "2026-02-01", name: "Gone Acme")
            try await company.rescore(at: now)
            for few in [0, CustomerPlan.few] {
                let page = try await company.pool.transaction(.readOnlySnapshot) {
                    try await CustomerPage.fetch(CustomerQuery(search: text, order: .name), now: now, few: few, on: $0)
                }
                #expect(page.ids.sorted().joined(separator: " ") == expected, "\(few)")
            }
        }
    }

    @Test("leaves room for names of any length")
    func long() async throws {
        try await Company.with { company in
            let name = String(repeating: "Ä", count: 20_000)
            try await company.customer("long", name: name + " " + name, email: String(repeating: "ä", count: 900) + "@x.example")
            try await company.rescore(at: now)
            let page = try await company.ask {
                try await CustomerPage.fetch(CustomerQuery(search: String(repeating: "ä", count: 200)), now: now, on: $0)
            }
            #expect(page.ids == ["long"])
        }
    }

    @Test("finds an id of the source that belongs to another UUID")
    func foreignID() async throws {
        try await Company.with { company in
            let uuid = UUID()
            try await company.pool.execute("INSERT INTO mainstay.users (user_id, external_id) VALUES (\(uuid), 'Odd-1')")
            #expect(try await company.ask { try await Customer.find("Odd-1", on: $0) }.id.uuid == uuid)
            await #expect(throws: CustomerLookupError.noCustomer("odd-1")) {
                try await company.ask { try await Customer.find("odd-1", on: $0) }
            }
        }
    }
}

extension CustomerPage {
    fileprivate var ids: [String] { entries.map(\.id) }
}

extension CustomerPage.Entry {
    fileprivate var id: String { customer.id.shown }
    fileprivate var uuid: String { customer.uuidText }
}

/// The list as one would write it down by hand.
extension CustomerQuery {
    fileprivate func at(_ cursor: String) -> CustomerQuery {
        var query = self
        query.cursor = cursor
        return query
    }

    fileprivate func lets(_ entry: CustomerPage.Entry) -> Bool {
        if let status, entry.status != status { return false }
        if let segment, entry.customer.segment != segment { return false }
        if let minimumARR { guard let arr = entry.customer.arr, arr >= minimumARR else { return false } }
        if let maximumARR { guard let arr = entry.customer.arr, arr <= maximumARR else { return false } }
        guard let search else { return true }
        let words = (entry.customer.name ?? "").lowercased().split(separator: " ").map(String.init)
        let domain = entry.customer.email?.lowercased().split(separator: "@").last.map(String.init) ?? ""
        return (words + [domain]).contains { $0.hasPrefix(search) }
    }

    fileprivate func isInOrder(_ one: CustomerPage.Entry, _ other: CustomerPage.Entry) -> Bool {
        let (one, other) = direction == .ascending ? (one, other) : (other, one)
        func before<Key: Comparable>(_ key: (CustomerPage.Entry) -> Key) -> Bool {
            key(one) == key(other) ? one.uuid < other.uuid : key(one) < key(other)
        }
        return switch order {
        case .score: before(\.score)
        case .arr: before { $0.customer.arr ?? -1 }
        // By characters, not by a language's order.
        case .name: before { ($0.customer.name ?? "").lowercased().utf8.map { String(UInt16($0) + 1_000) }.joined() }
        case .lastActivity: before { $0.lastActivity ?? Moment(microseconds: .min) }
        }
    }
}

extension Company {
    /// Brings all stored scores up to a moment.
    func rescore(at moment: Moment) async throws {
        try await pool.execute(
            """
            SELECT mainstay.reconcile_range('00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', \(moment))
            """)
    }
}

extension TransactionOptions {
    fileprivate static let readOnlySnapshot = TransactionOptions(isolation: .repeatableRead, isReadOnly: true)
}
