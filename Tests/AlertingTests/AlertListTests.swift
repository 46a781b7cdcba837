import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

@Suite("A page of alerts") struct AlertListTests {
    /// So many alerts of a rule in a state, about nobody unless a customer is given.
    private func alerts(
        _ count: Int, _ state: AlertState, _ rule: AlertRule = .criticalCustomer, of customer: UUID? = nil, assignee: String? = nil,
        in company: Company
    ) async throws {
        let closed = state.isOpen ? nil : Company.midnight
        try await company.pool.execute(
            """
            INSERT INTO mainstay.alerts (rule, subject, user_id, severity, state, opened_at, fires_at, fired_at, closed_at, over_at, assignee)
            SELECT \(rule), \(state) || ' ' || n || COALESCE(\(assignee)::text, '') || COALESCE(\(customer)::text, ''), \(customer), 'high',
                   \(state), \(Company.midnight), \(Company.midnight), \(Company.midnight), \(closed), \(closed), \(assignee)
              FROM generate_series(1, \(count)::integer) AS n
            """)
    }

    private func list(_ filter: AlertFilter = .open, lookedAt: Int = 10, in company: Company) async throws -> AlertList {
        try await company.pool.transaction { try await AlertList.fetch(filter, closedLookedAt: lookedAt, on: $0) }
    }

    @Test("counts open alerts all, and closed ones as far as they are looked at")
    func counts() async throws {
        try await Company.open { company in
            let acme = try await company.customer("acme", tier: "enterprise")
            try await alerts(11, .firing, in: company)
            try await alerts(3, .pending, .npsDrop, in: company)
            try await alerts(8, .resolved, in: company)
            try await alerts(10, .suppressed, in: company)
            let few = try await list(in: company)
            #expect(few.counts == [.firing: 11, .pending: 3, .resolved: 8, .suppressed: 10] && few.countedInPart == [])
            try await alerts(2, .resolved, .npsDrop, in: company)
            try await alerts(1, .resolved, of: acme, assignee: "anna", in: company)
            let many = try await list(in: company)
            #expect(many.counts == [.firing: 11, .pending: 3, .resolved: 10, .suppressed: 10], "one more than is looked at")
            #expect(many.countedInPart == [.resolved])
            // What an index finds is counted whole, however many others there are.
            for filter in [AlertFilter(customer: "acme"), AlertFilter(customer: acme.uuidString), AlertFilter(assignee: "anna")] {
                let own = try await list(filter, in: company)
                #expect(own.counts == [.resolved: 1] && own.countedInPart == [] && own.alerts.count == 1)
            }
            #expect(try await list(AlertFilter(rules: [.npsDrop]), in: company).counts == [.pending: 3, .resolved: 2])
            // Of those looked at some are of the segment, of the others nobody knows.
            let segment = try await list(AlertFilter(segment: .enterprise), in: company)
            #expect(segment.counts[.resolved] ?? 0 <= 1 && segment.countedInPart == [.resolved])
            #expect(try await list(AlertFilter(segment: .enterprise), lookedAt: 100, in: company).counts == [.resolved: 1])
            #expect(try await list(AlertFilter(overdueAt: Company.midnight), in: company).counts == [:])
        }
    }

    @Test("of a customer whom nobody knows is refused; one who is gone is known by the alerts")
    func unknownCustomer() async throws {
        try await Company.open { company in
            let acme = try await company.customer("acme")
            let gone = UUID()
            try await alerts(1, .resolved, of: gone, in: company)
            try await company.pool.withConnection { connection in
                for known in ["acme", acme.uuidString, gone.uuidString] {
                    try await AlertFilter(customer: known).checkCustomer(on: connection)
                }
                try await AlertFilter().checkCustomer(on: connection)
                for unknown in ["acmee", UUID().uuidString] {
                    await #expect(throws: AlertError.customerUnknown(unknown)) {
                        try await AlertFilter(customer: unknown).checkCustomer(on: connection)
                    }
                }
            }
        }
    }

    @Test("does not read the closed ones to show the open ones")
    func cost() async throws {
        try await Company.open { company in
            try await alerts(60_000, .resolved, in: company)
            try await alerts(60, .firing, in: company)
            try await company.pool.execute("VACUUM ANALYZE mainstay.alerts")
            let rows = try await company.pool.transaction { connection in
                func read() async throws -> Int {
                    try await connection.query(
                        """
                        SELECT (pg_stat_get_xact_tuples_returned('mainstay.alerts'::regclass)
                                + (SELECT sum(pg_stat_get_xact_tuples_returned(i.indexrelid)) FROM pg_index AS i
                                    WHERE i.indrelid = 'mainstay.alerts'::regclass))::bigint AS rows
                        """
                    ).first?.decode("rows") ?? 0
                }
                let before = try await read()
                let page = try await AlertList.fetch(on: connection)
                #expect(page.alerts.count == 50 && page.counts == [.firing: 60, .resolved: 10_000] && page.countedInPart == [.resolved])
                return try await read() - before
            }
            #expect(rows < 25_000, "\(rows) of 60,060 rows were read")
        }
    }
}
