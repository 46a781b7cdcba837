import CustomerMetrics
import Dashboards
import Domain
import Foundation
import Postgres
import Schema
import Testing

@testable import Reports

@Suite struct DeparturesTests {
    private static let asOf = moment("2026-06-01T07:00:00Z")

    @Test("tickets of the 60 days before a departure count, each customer once per category") func tickets() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("gone", arr: 1000, churned: "2026-05-20T12:00:00Z")
            // Two bugs count once; one at the instant of leaving belongs to it; one 60 days before to the microsecond does not.
            try await company.ticket("gone", opened: "2026-05-20T12:00:00Z", category: "bug", subject: "It broke")
            try await company.ticket("gone", opened: "2026-05-01", closed: "2026-05-02", category: "Bug", subject: "it broke!")
            try await company.ticket("gone", opened: "2026-03-21T12:00:00Z", closed: "2026-03-22", category: "billing", subject: "Old")
            try await company.ticket("gone", opened: "2026-03-21T12:00:00.000001Z", closed: "2026-03-22", category: nil, subject: nil)
            try await company.ticket("gone", opened: "2026-05-21", category: "how_to", subject: "After leaving")
            // Left too long ago, and not at all.
            try await company.customer("earlier", churned: "2026-03-03T07:00:00Z")
            try await company.ticket("earlier", opened: "2026-03-01", category: "bug", subject: "x")
            try await company.customer("stays")
            try await company.ticket("stays", opened: "2026-05-30", category: "bug", subject: "x")
            try await company.customer("quiet", churned: "2026-05-30")
            // Arrived already ended: never a customer of ours.
            try await company.customer("imported", created: "2026-05-10", churned: "2026-05-10")

            let tickets = try await company.ask { try await DepartureTickets.fetch(asOf: Self.asOf, on: $0) }
            #expect(tickets.left == 2 && tickets.leftWithTickets == 1 && tickets.active == 1)
            #expect(tickets.categories.map(\.name) == ["Bug", "No category"])
            let bug = try #require(tickets.categories.first)
            #expect(bug.customers == 1 && bug.percent == 50 && bug.arr == 1000 && bug.tickets == 2 && bug.stillOpen == 1)
            #expect(bug.subjectCustomers == 1 && bug.subject?.lowercased().hasPrefix("it broke") == true)
            #expect(bug.stayed == 1 && bug.stayedPercent == 100)
        }
    }

    @Test("who left at the very beginning of the window has left before it") func window() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("outside", churned: "2026-03-03T07:00:00Z")
            try await company.customer("inside", churned: "2026-03-03T07:00:00.000001Z")
            try await company.customer("last", churned: "2026-06-01T07:00:00Z")
            try await company.customer("later", churned: "2026-06-01T07:00:00.000001Z")
            let tickets = try await company.ask { try await DepartureTickets.fetch(asOf: Self.asOf, on: $0) }
            #expect(tickets.left == 2 && tickets.active == 1 && tickets.categories.isEmpty)
        }
    }

    @Test("who left, came back and left again left twice, and once as a customer") func twice() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("again", churned: "2026-04-10")
            try await company.came("again", back: "2026-04-20")
            try await company.left("again", again: "2026-05-20")
            // An end that changes nothing, since it lies within the time away.
            try await company.left("again", again: "2026-05-25")
            let (moments, month) = try await company.ask { connection in
                (
                    try await connection.query(
                        "SELECT left_at FROM mainstay.departures(\(moment("2026-01-01")), \(Self.asOf)) ORDER BY left_at"
                    ).map { try $0.decode("left_at", as: Moment.self) },
                    try await Departures.fetch(asOf: Self.asOf, on: connection)
                )
            }
            #expect(moments == [moment("2026-04-10"), moment("2026-05-20")])
            #expect(month.newest.customers == 1 && month.before.customers == 1)
            #expect(month.newest.activeBefore == 1 && month.newest.leftOfActive == 1 && month.newest.month == Month("2026-05"))
        }
    }

    @Test("a month has its first instant and not that of the next") func months() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("first", arr: 10, churned: "2026-05-01T00:00:00Z")
            try await company.customer("last", arr: 20, churned: "2026-05-31T23:59:59.999999Z")
            try await company.customer("next", arr: 40, churned: "2026-06-01T00:00:00Z")
            let departures = try await company.ask { try await Departures.fetch(asOf: Self.asOf, on: $0) }
            #expect(departures.newest.customers == 2 && departures.newest.arr.known == 30)
            #expect(
                departures.newest.activeBefore == 3 && departures.newest.leftOfActive == 2,
                "who leaves at the first instant was there before it")
            #expect(departures.before.customers == 0 && departures.before.activeBefore == 3)
        }
    }

    @Test("who began and left within a month is counted, and is in no share of those who were there when it began") func share()
        async throws
    {
        try await ReportedCompany.with { company in
            try await company.customer("old", churned: "2026-05-01T00:00:00Z")
            try await company.customer("older", arr: 30)
            for number in 1...9 { try await company.customer("brief\(number)", created: "2026-05-02", churned: "2026-05-20") }
            // At the first instant somebody begins; nobody of before.
            try await company.customer("first", created: "2026-05-01T00:00:00Z", churned: "2026-05-03")
            let section = try await company.ask { try await DeparturesSection.fetch(asOf: Self.asOf, on: $0) }
            let newest = section.departures.newest
            #expect(newest.customers == 11 && newest.activeBefore == 2 && newest.leftOfActive == 1)
            let figure = try #require(section.section.figures.first { $0.key == "departures.customers" })
            #expect(figure.title == "Customers who left in the month" && figure.value == .number(11))
            #expect(figure.note == "in May 2026; 50.00 % of those active when it began (1 of 2)")
            let arr = try #require(section.section.figures.first { $0.key == "departures.arr" })
            #expect(arr.value == .null && arr.note == "ARR unknown")
            // 1 of 2 against 0 of 2.
            #expect(
                section.findings.map(\.statement) == [
                    "11 customers left in May 2026, ARR unknown; 0 in April 2026. As a share of those active when the month began that is not different "
                        + "from the month before."
                ])
        }
    }

    @Test("months that cannot be compared are called that, and not alike") func incomparable() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("new", created: "2026-05-02", arr: 10, churned: "2026-05-20")
            try await company.customer("other", created: "2026-05-02", churned: "2026-05-20")
            let first = try await company.ask { try await DeparturesSection.fetch(asOf: Self.asOf, on: $0) }
            #expect(
                first.findings.map(\.statement) == [
                    "2 customers left in May 2026, ARR 10 without 1 whose ARR is unknown; 0 in April 2026. Those active when the months began are too few "
                        + "to compare."
                ])
            #expect(first.findings.map(\.direction) == [.neutral])
        }
        try await ReportedCompany.with { company in
            try await company.customer("stays")
            let quiet = try await company.ask { try await DeparturesSection.fetch(asOf: Self.asOf, on: $0) }
            #expect(
                quiet.findings.first?.statement.hasSuffix("Of those active when the month began nobody left, as in the month before.")
                    == true)
        }
    }

    @Test("active customers are those who have a score") func active() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("here")
            try await company.customer("gone", churned: "2026-05-20")
            try await company.customer("back", churned: "2026-04-10")
            try await company.came("back", back: "2026-04-20")
            try await company.customer("tomorrow", created: "2026-06-02")
            let rows = try await company.ask { connection in
                try await connection.query(
                    """
                    SELECT (SELECT array_agg(a.user_id ORDER BY a.user_id) FROM mainstay.active_customers(\(Self.asOf)) AS a)
                           = (SELECT array_agg(s.user_id ORDER BY s.user_id) FROM mainstay.health_scores_at(\(Self.asOf)) AS s) AS same,
                           (SELECT count(*) FROM mainstay.active_customers(\(Self.asOf))) AS customers
                    """)
            }
            #expect(try rows.first?.decode("same", as: Bool.self) == true)
            #expect(try rows.first?.decode("customers", as: Int.self) == 2)
        }
    }

    @Test("without departures there is nothing to tell, and it is said") func empty() async throws {
        try await ReportedCompany.with { company in
            let section = try await company.ask { try await DeparturesSection.fetch(asOf: Self.asOf, on: $0) }
            #expect(section.tickets.left == 0 && section.tickets.categories.isEmpty)
            #expect(section.findings.isEmpty && section.decisions.isEmpty)
            #expect(section.section.blocks.contains { if case .empty = $0 { true } else { false } })
        }
    }

    /// Answers of this and of the 90 days before, by reason.
    private func reasons(_ answers: [(reason: String, now: Int, before: Int)], in company: ReportedCompany) async throws
        -> DeparturesSection
    {
        try await company.customer("gone", churned: "2026-05-20")
        for (reason, now, before) in answers {
            for (count, at) in [(now, "2026-05-21"), (before, "2026-01-15")] {
                try await company.pool.execute(
                    """
                    INSERT INTO mainstay.exit_surveys (user_id, reason, submitted_at)
                    SELECT \(CustomerID(source: "gone").uuid), \(reason), \(moment(at)) FROM generate_series(1, \(count)::integer)
                    """)
            }
        }
        return try await company.ask { try await DeparturesSection.fetch(asOf: Self.asOf, on: $0) }
    }

    @Test("of many reasons one must stand out more than if it had been the only one asked for")
    func manyReasons() async throws {
        try await ReportedCompany.with { company in
            // 14 of 60 against 5 of 60: p = 0.024, which one of five reasons has by chance easily.
            let section = try await reasons(
                [("price", 14, 5), ("bugs", 12, 14), ("support", 12, 14), ("competitor", 11, 14), ("closed", 11, 13)], in: company)
            #expect(section.findings.count == 1, "how many left, and nothing else")
            #expect(section.decisions.first?.proposal.contains("became commoner") == false)
        }
        try await ReportedCompany.with { company in
            let section = try await reasons(
                [("price", 22, 5), ("bugs", 10, 14), ("support", 10, 14), ("competitor", 9, 14), ("closed", 9, 13)], in: company)
            #expect(section.findings.dropFirst().map(\.direction) == [.worse])
            #expect(section.decisions.first?.proposal.hasSuffix("became commoner: price") == true)
        }
    }
}
