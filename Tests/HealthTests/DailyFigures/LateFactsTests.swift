import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Health

/// Facts that come after the figures of their days were kept.
@Suite struct LateFactsTests {
    private let created = time("2024-01-01T00:00:00Z")
    /// Figures are kept up to this day.
    private let newest = CivilDate(daysSinceEpoch: Int(time("2024-03-10T00:00:00Z").microseconds / Moment.microsecondsPerDay))

    private func opened(_ body: (Ledger, DailyFigures) async throws -> Void) async throws {
        try await Ledger.open { ledger in
            let figures = DailyFigures(pool: ledger.database.pool)
            try await ledger.customer(created)
            try await figures.bringUpToDate(to: newest)
            try await body(ledger, figures)
        }
    }

    /// Since which day figures are noted to be stale, by how many transactions; the notes are taken away.
    private func noted(_ connection: Connection) async throws -> String {
        try await connection.query(
            """
            WITH taken AS (DELETE FROM mainstay.stale_figures RETURNING first_day)
            SELECT COALESCE(string_agg(to_char(first_day, 'MM-DD'), ' ' ORDER BY first_day), 'nothing') AS noted FROM taken
            """
        ).first?.decode("noted") ?? "no answer"
    }

    private func kept(_ connection: Connection) async throws -> [String] {
        try await connection.query("SELECT f::text AS figures FROM mainstay.daily_figures AS f ORDER BY f.day, f.segment").map {
            try $0.decode("figures")
        }
    }

    @Test func aFactCountsFromTheFirstTwoInTheMorningThatIsNotBeforeIt() async throws {
        try await opened { ledger, _ in
            let customer = try await ledger.customer(created)
            #expect(try await noted(ledger.connection) == "01-01")
            for (moment, day) in [
                ("2024-02-29T01:59:59.999999Z", "02-29"), ("2024-02-29T02:00:00Z", "02-29"), ("2024-02-29T02:00:00.000001Z", "03-01"),
                ("2024-03-10T02:00:00Z", "03-10"), ("2024-03-10T02:00:00.000001Z", "nothing"), ("2024-04-01T00:00:00Z", "nothing"),
            ] {
                try await ledger.event(customer, time(moment))
                #expect(try await noted(ledger.connection) == day, "an event at \(moment)")
            }
        }
    }

    @Test func whatChangesThePastIsNotedAndNothingElse() async throws {
        try await opened { ledger, _ in
            let customer = try await ledger.customer(created)
            let ticket = try await ledger.ticket(customer, time("2024-02-01T00:00:00Z"))
            let settled = try await ledger.ticket(customer, time("2024-02-01T00:00:00Z"), status: "solved")
            _ = try await noted(ledger.connection)
            func expect(_ expected: String, _ change: SQL, sourceLocation: SourceLocation = #_sourceLocation) async throws {
                try await ledger.connection.execute(change)
                #expect(try await noted(ledger.connection) == expected, "\(change)", sourceLocation: sourceLocation)
            }
            let ofTicket: SQL = "WHERE ticket_id = \(ticket)"
            try await expect("nothing", "UPDATE mainstay.support_tickets SET subject = 'Slow', category = 'speed' \(ofTicket)")
            try await expect("nothing", "UPDATE mainstay.support_tickets SET status = 'pending' \(ofTicket)")
            try await expect("nothing", "UPDATE mainstay.support_tickets SET status = 'closed' \(ofTicket)")
            try await expect("02-20", "UPDATE mainstay.support_tickets SET closed_at = '2024-02-20' \(ofTicket)")
            try await expect("02-15", "UPDATE mainstay.support_tickets SET closed_at = '2024-02-15' \(ofTicket)")
            try await expect("02-15", "UPDATE mainstay.support_tickets SET closed_at = '2024-03-20' \(ofTicket)")
            try await expect("01-20", "UPDATE mainstay.support_tickets SET opened_at = '2024-01-20' \(ofTicket)")
            // Closed all along until now, and open all along from now on.
            try await expect("02-01", "UPDATE mainstay.support_tickets SET status = 'open' WHERE ticket_id = \(settled)")
            try await expect("01-20", "DELETE FROM mainstay.support_tickets \(ofTicket)")

            let ofCustomer: SQL = "WHERE user_id = \(customer)"
            try await expect("nothing", "UPDATE mainstay.users SET arr = 5, subscription_tier = 'basic', name = 'A' \(ofCustomer)")
            try await expect("nothing", "UPDATE mainstay.users SET last_login = '2024-03-12' \(ofCustomer)")
            try await expect("03-05", "UPDATE mainstay.users SET last_login = '2024-03-05' \(ofCustomer)")
            try await expect("nothing", "UPDATE mainstay.users SET status = 'churned' \(ofCustomer)")
            try await expect("03-01", "UPDATE mainstay.users SET churned_at = '2024-03-01' \(ofCustomer)")
            // The return is now; the end before it stays.
            try await expect("03-01", "UPDATE mainstay.users SET status = 'active', churned_at = NULL \(ofCustomer)")
            try await expect(
                "02-10",
                "INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status) VALUES (\(customer), '2024-02-10', false, 'paused')"
            )
            try await expect("01-01", "UPDATE mainstay.users SET created_at = '2024-01-05' \(ofCustomer)")
            try await expect("02-10", "DELETE FROM mainstay.user_status_changes \(ofCustomer)")

            try await expect("nothing", "INSERT INTO mainstay.features (name) VALUES ('reports')")
            try await expect("01-01", "UPDATE mainstay.features SET core = true WHERE name = 'reports'")
            try await expect("01-01", "UPDATE mainstay.features SET core = false WHERE name = 'reports'")
            try await expect("nothing", "DELETE FROM mainstay.features")
            try await expect("03-05", "DELETE FROM mainstay.usage_events \(ofCustomer)")
            try await expect("01-05", "DELETE FROM mainstay.users \(ofCustomer)")
            try await expect("01-01", "TRUNCATE mainstay.support_tickets")
        }
    }

    @Test func aTransactionNotesItsEarliestDayAndABulkLoadNothing() async throws {
        try await opened { ledger, _ in
            let customer = try await ledger.customer(time("2024-03-11T00:00:00Z"))
            func events(_ days: [String]) async throws {
                for day in days { try await ledger.event(customer, time("2024-\(day)T00:00:00Z")) }
            }
            try await ledger.connection.transaction { _ in try await events(["03-04", "02-03", "02-20"]) }
            #expect(try await noted(ledger.connection) == "02-03")
            try await ledger.connection.transaction { _ in try await events(["03-04"]) }
            try await ledger.connection.transaction { _ in try await events(["03-02"]) }
            #expect(try await noted(ledger.connection) == "03-02 03-04")
            try await ledger.connection.transaction { connection in
                try await connection.execute("SET LOCAL mainstay.bulk_load = 'on'")
                try await events(["03-04"])
            }
            #expect(try await noted(ledger.connection) == "nothing")
            try await ledger.connection.execute("SELECT mainstay.note_stale_figures('2024-03-04')")
            #expect(try await noted(ledger.connection) == "03-04")
        }
    }

    @Test(arguments: [false, true]) func lateFactsCorrectTheFiguresAsIfTheyHadBeenThere(manyDays: Bool) async throws {
        try await opened { ledger, figures in
            let early = time(manyDays ? "2024-01-03T00:00:00Z" : "2024-03-06T00:00:00Z")
            let customer = try await ledger.customer(early, tier: "basic")
            try await ledger.event(customer, early.adding(days: 1))
            let ticket = try await ledger.ticket(customer, early.adding(days: 2))
            try await ledger.connection.execute(
                "UPDATE mainstay.support_tickets SET closed_at = opened_at + interval '1 day' WHERE ticket_id = \(ticket)")
            try await ledger.change(customer, at: early.adding(days: 4), "status = 'churned'")
            #expect(try await figures.bringUpToDate(to: newest)?.upperBound == newest)
            #expect(try await figures.bringUpToDate(to: newest) == nil)

            let corrected = try await kept(ledger.connection)
            let first = try #require(try await figures.firstDay())
            try await figures.rebuild(first...newest)
            #expect(try await kept(ledger.connection) == corrected)
            #expect(corrected.contains { $0.contains("Basic") })
        }
    }

    /// The days before the customers that are left were kept with those who are gone.
    @Test func aCustomerWhoIsErasedGoesFromTheFiguresToo() async throws {
        try await Ledger.open { ledger in
            let figures = DailyFigures(pool: ledger.database.pool)
            let first = try await ledger.customer(created)
            try await ledger.customer(time("2024-03-01T00:00:00Z"))
            try await figures.bringUpToDate(to: newest)
            try await ledger.connection.execute("DELETE FROM mainstay.users WHERE user_id = \(first)")
            try await figures.bringUpToDate(to: newest)
            let most: Int? = try await ledger.connection.query(
                "SELECT max(customers) AS most FROM mainstay.daily_figures WHERE day < '2024-03-01'"
            )
            .first?.decode("most")
            #expect(most == 0)
        }
    }

    @Test func aFactThatIsCommittedWhileTheFiguresAreComputedIsNotLost() async throws {
        try await opened { ledger, figures in
            let customer = try await ledger.customer(time("2024-03-11T00:00:00Z"))
            let other = try await ledger.database.connect()
            try await ledger.event(customer, time("2024-03-09T00:00:00Z"))
            try await other.execute("BEGIN")
            try await other.execute("UPDATE mainstay.users SET created_at = '2024-03-08' WHERE user_id = \(customer)")
            // It is not seen, and nobody waits for it.
            #expect(try await figures.bringUpToDate(to: newest)?.lowerBound.description == "2024-03-09")
            try await other.execute("COMMIT")
            await other.close()
            #expect(try await figures.bringUpToDate(to: newest)?.lowerBound.description == "2024-03-08")
            #expect(try await ledger.answers.dailyFigures(of: newest)["All"]?.customers == 2)
        }
    }

    @Test func whatCouldNotBeComputedStaysNoted() async throws {
        try await opened { ledger, figures in
            try await ledger.customer(time("2024-03-08T00:00:00Z"))
            let before = try await kept(ledger.connection)
            try await ledger.connection.execute("ALTER TABLE mainstay.daily_figures ADD CONSTRAINT refused CHECK (customers < 2) NOT VALID")
            await #expect(throws: PostgresError.self) { try await figures.bringUpToDate(to: newest) }
            #expect(try await kept(ledger.connection) == before)
            #expect(try await noted(ledger.connection) == "03-08")
        }
    }
}
