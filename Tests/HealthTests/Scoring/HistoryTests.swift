import Domain
import Foundation
import Postgres
import Testing

/// One customer's year, written down by hand.
@Suite struct HistoryTests {
    @Test func everyChangeIsThereWithItsInputs() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(time("2024-01-10T08:00:00Z"))
            try await ledger.event(customer, time("2024-01-10T09:00:00Z"))
            try await ledger.adopted(customer, "reports", time("2024-01-12T09:00:00Z"))
            try await ledger.ticket(customer, time("2024-01-13T00:00:00Z"), closed: time("2024-01-20T00:00:00Z"))
            try await ledger.change(customer, at: time("2024-01-25T00:00:00Z"), "status = 'churned'")
            try await ledger.change(customer, at: time("2024-02-01T00:00:00Z"), "status = 'active'")

            func row(
                _ moment: String, _ score: Score?, last: String?, tickets: Int = 0, features: Int = 0
            ) -> HistoryRow {
                HistoryRow(
                    moment: time(moment), score: score,
                    inputs: ScoreInputs(lastActivity: last.map(time), openTickets: tickets, features: features, hasCore: false), model: 1)
            }
            func score(_ engagement: Int, _ support: Int, _ value: Int, _ status: HealthStatus) -> Score {
                Score(engagement: engagement, support: support, value: value, total: engagement + support + value, status: status)
            }
            let adoption = "2024-01-12T09:00:00Z"
            let expected = [
                row("2024-01-10T08:00:00Z", score(0, 30, 0, .critical), last: nil),
                row("2024-01-10T09:00:00Z", score(40, 30, 0, .healthy), last: "2024-01-10T09:00:00Z"),
                row("2024-01-11T09:00:00Z", score(30, 30, 0, .atRisk), last: "2024-01-10T09:00:00Z"),
                row(adoption, score(40, 30, 5, .healthy), last: adoption, features: 1),
                row("2024-01-13T00:00:00Z", score(40, 20, 5, .atRisk), last: adoption, tickets: 1, features: 1),
                row("2024-01-13T09:00:00Z", score(30, 20, 5, .atRisk), last: adoption, tickets: 1, features: 1),
                row("2024-01-19T09:00:00Z", score(20, 20, 5, .atRisk), last: adoption, tickets: 1, features: 1),
                row("2024-01-20T00:00:00Z", score(20, 30, 5, .atRisk), last: adoption, features: 1),
                row("2024-01-25T00:00:00Z", nil, last: adoption, features: 1),
                row("2024-02-01T00:00:00Z", score(20, 30, 5, .atRisk), last: adoption, features: 1),
                row("2024-02-11T09:00:00Z", score(0, 30, 5, .critical), last: adoption, features: 1),
            ]
            let found = try await ledger.answers.history(of: customer, from: time("2024-01-01T00:00:00Z"), to: time("2024-12-31T00:00:00Z"))
            #expect(found == expected)

            // A window has both its ends, and no row for what was so before it began.
            func window(_ since: String, _ until: String) async throws -> [HistoryRow] {
                try await ledger.answers.history(of: customer, from: time(since), to: time(until))
            }
            #expect(try await window("2024-01-13T00:00:00Z", "2024-01-20T00:00:00Z") == Array(expected[4...7]))
            #expect(try await window("2024-01-13T00:00:00.000001Z", "2024-01-19T23:59:59.999999Z") == Array(expected[5...6]))
            #expect(try await window("2024-03-01T00:00:00Z", "2024-04-01T00:00:00Z") == [])
        }
    }

    @Test func aFactThatArrivesLateCorrectsThePast() async throws {
        try await Ledger.open { ledger in
            let start = time("2024-01-01T00:00:00Z")
            let customer = try await ledger.customer(start)
            try await ledger.refresh(time("2024-06-01T00:00:00Z"))
            #expect(try await ledger.score(customer, time("2024-03-01T00:00:00Z"))?.engagement == 0)
            try await ledger.event(customer, time("2024-02-29T00:00:00Z"))
            #expect(try await ledger.score(customer, time("2024-03-01T00:00:00Z"))?.engagement == 30)
            try await ledger.connection.execute("DELETE FROM mainstay.usage_events WHERE user_id = \(customer)")
            #expect(try await ledger.answers.history(of: customer, from: start, to: time("2024-06-01T00:00:00Z")).count == 1)
        }
    }
}
