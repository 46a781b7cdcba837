import Domain
import Foundation
import Postgres
import Testing

/// Customers leave and come back (metrics.md §1); the newest status change up to a moment decides.
@Suite struct StatusChangeTests {
    private let start = time("2024-01-01T00:00:00Z")
    private func day(_ number: Int64) -> Moment { start.adding(days: number) }

    /// Days on which the customer is active at midnight, of the first 60.
    private func activeDays(_ customer: UUID, _ ledger: Ledger) async throws -> [Int] {
        var days: [Int] = []
        for number in 0..<60 where try await ledger.isActive(customer, day(Int64(number))) { days.append(number) }
        return days
    }

    @Test func activityBeginsAndEndsToTheMicrosecond() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(day(1))
            try await ledger.change(customer, at: day(9), "status = 'churned', churned_at = \(day(5))")
            #expect(try await !ledger.isActive(customer, day(1).adding(microseconds: -1)))
            #expect(try await ledger.isActive(customer, day(1)))
            #expect(try await ledger.isActive(customer, day(5).adding(microseconds: -1)))
            #expect(try await !ledger.isActive(customer, day(5)))
        }
    }

    @Test func anEndThatIsNotDatedHappensWhenItIsWritten() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.change(customer, at: day(5), "status = 'cancelled'")
            #expect(try await activeDays(customer, ledger) == Array(0..<5))
            // Another word for it changes nothing.
            try await ledger.change(customer, at: day(8), "status = 'churned'")
            #expect(try await activeDays(customer, ledger) == Array(0..<5))
        }
    }

    @Test func whoArrivesAlreadyEndedEndedAtTheBeginning() async throws {
        try await Ledger.open { ledger in
            let customer = UUID()
            try await ledger.connection.execute(
                "INSERT INTO mainstay.users (user_id, created_at, status) VALUES (\(customer), \(day(3)), 'churned')")
            #expect(try await activeDays(customer, ledger) == [])
        }
    }

    @Test func customersLeaveAndComeBackAgainAndAgain() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.change(customer, at: day(5), "status = 'churned'")
            try await ledger.change(customer, at: day(10), "status = 'active'")
            try await ledger.change(customer, at: day(20), "status = 'paused'")
            try await ledger.change(customer, at: day(30), "status = 'active', churned_at = NULL")
            try await ledger.change(customer, at: day(42), "status = 'churned', churned_at = \(day(40))")
            #expect(try await activeDays(customer, ledger) == Array(0..<5) + Array(10..<20) + Array(30..<40))
        }
    }

    @Test func aPlannedEndCanBeCalledOff() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.change(customer, at: day(5), "status = 'cancelled', churned_at = \(day(30))")
            #expect(try await activeDays(customer, ledger) == Array(0..<30))
            try await ledger.change(customer, at: day(10), "status = 'active', churned_at = NULL")
            #expect(try await activeDays(customer, ledger) == Array(0..<60))
        }
    }

    @Test func anEndCanBeCorrectedWithoutAChangeOfStatus() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.change(customer, at: day(20), "status = 'churned'")
            try await ledger.change(customer, at: day(25), "churned_at = \(day(15))")
            #expect(try await activeDays(customer, ledger) == Array(0..<15))
        }
    }

    @Test func ofSeveralChangesInOneInstantTheLastCounts() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            for status in ["churned", "active", "churned"] { try await ledger.change(customer, at: day(5), "status = \(status)") }
            #expect(try await activeDays(customer, ledger) == Array(0..<5))
            try await ledger.change(customer, at: day(5), "status = 'active'")
            #expect(try await activeDays(customer, ledger) == Array(0..<60))
        }
    }

    @Test func whoHasLeftIsNotActiveThoughTheEndWasDatedBeforeTheReturn() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.change(customer, at: day(5), "status = 'churned'")
            try await ledger.change(customer, at: day(20), "status = 'active'")
            try await ledger.change(customer, at: day(30), "status = 'churned', churned_at = \(day(15))")
            #expect(try await activeDays(customer, ledger) == Array(0..<5) + Array(20..<30))
        }
    }

    @Test func aTicketClosedWithoutADateIsClosedWhenItIsWritten() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            let ticket = try await ledger.ticket(customer, day(3))
            let future = try await ledger.ticket(customer, day(9))
            try await ledger.connection.transaction { connection in
                try await connection.execute("SELECT set_config('mainstay.now', \(day(6).iso8601), true)")
                try await connection.execute("UPDATE mainstay.support_tickets SET status = 'solved'")
            }
            let rows = try await ledger.connection.query("SELECT ticket_id, closed_at FROM mainstay.support_tickets")
            let closed = Dictionary(
                uniqueKeysWithValues: try rows.map {
                    (try $0.decode("ticket_id", as: UUID.self), try $0.decode("closed_at", as: Moment.self))
                })
            #expect(closed == [ticket: day(6), future: day(9)])
        }
    }

    @Test func everyLoginIsKeptAsOneEventPerInstant() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, day(2), type: "login")
            for login in [day(1), day(2), day(3), day(1)] { try await ledger.change(customer, at: day(9), "last_login = \(login)") }
            let events = try await ledger.connection.query(
                "SELECT occurred_at FROM mainstay.usage_events WHERE event_type = 'login' ORDER BY 1")
            #expect(try events.map { try $0.decode("occurred_at", as: Moment.self) } == [day(1), day(2), day(3)])
            #expect(try await ledger.answers.score(of: customer, at: day(4))?.inputs.lastActivity == day(3))
        }
    }
}
