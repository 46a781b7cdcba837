import CustomerMetrics
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
            #expect(month.newest.activeAtStart == 1 && month.newest.month == Month("2026-05"))
        }
    }

    @Test("a month has its first instant and not that of the next") func months() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("first", arr: 10, churned: "2026-05-01T00:00:00Z")
            try await company.customer("last", arr: 20, churned: "2026-05-31T23:59:59.999999Z")
            try await company.customer("next", arr: 40, churned: "2026-06-01T00:00:00Z")
            let departures = try await company.ask { try await Departures.fetch(asOf: Self.asOf, on: $0) }
            #expect(departures.newest.customers == 2 && departures.newest.arr == 30)
            #expect(departures.newest.activeAtStart == 2, "who leaves at an instant is not active at it")
            #expect(departures.before.customers == 0 && departures.before.activeAtStart == 3)
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
}
