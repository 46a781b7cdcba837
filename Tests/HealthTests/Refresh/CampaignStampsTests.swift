import Domain
import Foundation
import Postgres
import TestSupport
import Testing

/// Scores before and after a message: stamped on arrival and at maturity, corrected when facts of the past change (metrics.md §5).
@Suite struct CampaignStampsTests {
    private let start = time("2024-01-01T00:00:00Z")
    private let sent = time("2024-02-01T00:00:00Z")

    private func send(_ ledger: Ledger, to customer: UUID, _ moment: Moment) async throws {
        try await ledger.connection.execute(
            "INSERT INTO mainstay.retention_campaigns (id, campaign_type, user_id, sent_at) VALUES (1, 'at_risk', \(customer), \(moment))")
    }

    /// What the row of the one campaign says.
    private func stamps(_ ledger: Ledger) async throws -> String {
        let rows = try await ledger.connection.query(
            """
            SELECT concat_ws(' ', COALESCE(health_score_before::text, '-'), COALESCE(health_status_before, '-'),
                             COALESCE(health_score_after::text, '-'), COALESCE(health_status_after, '-')) AS stamps
              FROM mainstay.retention_campaigns
            """)
        return try #require(rows.first).decode("stamps")
    }

    @Test func stampsComeWithTheirMoments() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.event(customer, sent.adding(days: 30))
            try await send(ledger, to: customer, sent)
            try await ledger.refresh(sent.adding(microseconds: -1))
            #expect(try await stamps(ledger) == "- - - -")
            try await ledger.refresh(sent)
            #expect(try await stamps(ledger) == "30 Critical - -")
            try await ledger.refresh(sent.adding(days: 30).adding(microseconds: -1))
            #expect(try await stamps(ledger) == "30 Critical - -")
            try await ledger.refresh(sent.adding(days: 30))
            #expect(try await stamps(ledger) == "30 Critical 70 Healthy")
        }
    }

    @Test func aLateFactCorrectsBoth() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await send(ledger, to: customer, sent)
            let now = sent.adding(days: 40)
            try await ledger.refresh(now)
            #expect(try await stamps(ledger) == "30 Critical 30 Critical")
            try await ledger.adopted(customer, "reports", sent)
            try await ledger.ticket(customer, sent.adding(days: 29))
            try await ledger.refresh(now)
            #expect(try await stamps(ledger) == "75 Healthy 25 Critical")
        }
    }

    @Test func whoHasNoScoreHasNoStamp() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await ledger.change(customer, at: sent, "status = 'churned'")
            try await send(ledger, to: customer, sent)
            try await ledger.refresh(sent.adding(days: 40))
            #expect(try await stamps(ledger) == "- - - -")
            try await ledger.change(customer, at: sent.adding(days: 30), "status = 'active'")
            try await ledger.refresh(sent.adding(days: 40))
            #expect(try await stamps(ledger) == "- - 30 Critical")
        }
    }

    @Test func aMessageThatMovesLosesItsStamps() async throws {
        try await Ledger.open { ledger in
            let customer = try await ledger.customer(start)
            try await send(ledger, to: customer, sent)
            let now = sent.adding(days: 40)
            try await ledger.refresh(now)
            try await ledger.connection.execute("UPDATE mainstay.retention_campaigns SET sent_at = \(now.adding(days: 1))")
            #expect(try await stamps(ledger) == "- - - -")
            try await ledger.refresh(now)
            #expect(try await stamps(ledger) == "- - - -")
            try await ledger.connection.execute("UPDATE mainstay.retention_campaigns SET sent_at = \(now)")
            try await ledger.refresh(now)
            #expect(try await stamps(ledger) == "30 Critical - -")
        }
    }
}
