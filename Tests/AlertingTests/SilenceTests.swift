import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import Alerting

@Suite struct SilenceTests {
    private let midnight = Company.midnight
    private let fires = Company.midnight.adding(minutes: 5)

    enum Reach: CaseIterable { case rule, segment, customer }

    @Test(arguments: Reach.allCases) func itKeepsQuietWhatItNames(reach: Reach) async throws {
        try await Company.open { company in
            try await company.customer("acme", tier: "enterprise")
            try await company.customer("bolt", tier: "basic")
            try await company.rescore(midnight.adding(days: -1))
            let silence = try await company.silences.add(
                rule: reach == .rule ? .criticalCustomer : nil, segment: reach == .segment ? .enterprise : nil,
                customer: reach == .customer ? "acme" : nil, until: midnight.adding(hours: 2), by: "user:anna", why: "planned",
                now: midnight)
            #expect(try await company.silences.holding(at: midnight).map(\.id) == [silence.id])
            try await company.rescore(midnight)
            try await company.tick(fires)
            let isForAll = reach == .rule
            let named = Set(try await company.alerts().filter { $0.state == .pending }.map(\.about))
            #expect(named == (isForAll ? ["acme", "bolt"] : ["acme"]))
            #expect(try await company.alerts().filter { $0.state == .pending }.allSatisfy { $0.hold == .silence })
            #expect(try await !company.isDue(at: midnight.adding(hours: 2).adding(microseconds: -1)))
            try await company.tick(midnight.adding(hours: 2).adding(microseconds: -1))
            #expect(try await company.told().count == (isForAll ? 0 : 1))
            try await company.tick(midnight.adding(hours: 2))
            #expect(try await company.told().count == (isForAll ? 1 : 2))
            #expect(try await company.states() == [.firing, .firing])
        }
    }

    @Test func whatRecoversInSilenceIsNeverToldOf() async throws {
        try await Company.open { company in
            try await company.silences.add(
                rule: .criticalCustomer, until: midnight.adding(hours: 2), by: "user:anna", why: "planned", now: midnight.adding(hours: -1))
            let id = try await company.criticalCustomers("acme")[0]
            try await company.tick(fires)
            try await company.activity(id, midnight.adding(hours: 1))
            try await company.rescore(midnight.adding(hours: 1))
            try await company.tick(midnight.adding(hours: 3))
            #expect(try await company.states() == [.suppressed])
            #expect(try await company.told() == [])
        }
    }

    @Test func endedEarlyItTellsAtOnce() async throws {
        try await Company.open { company in
            let silence = try await company.silences.add(
                rule: .criticalCustomer, until: midnight.adding(days: 9), by: "user:anna", why: "planned", now: midnight)
            try await company.criticalCustomers("acme")
            try await company.tick(fires)
            try await company.silences.end(silence.id, by: "user:berta", now: midnight.adding(hours: 1))
            #expect(try await company.isDue(at: midnight.adding(hours: 1)))
            try await company.tick(midnight.adding(hours: 1))
            #expect(try await company.told() == ["fired critical"])
            let again = try await company.silences.end(silence.id, by: "user:cleo", now: midnight.adding(hours: 2))
            #expect(again.endedBy == "user:berta")
        }
    }

    @Test func repeatsAndEscalationsWaitForItsEnd() async throws {
        try await Company.open { company in
            try await company.criticalCustomers("acme")
            try await company.tick(fires)
            try await company.silences.add(
                rule: .criticalCustomer, until: fires.adding(hours: 60), by: "user:anna", why: "known", now: fires)
            for hours: Int64 in [24, 48, 59] { try await company.tick(fires.adding(hours: hours)) }
            #expect(try await company.told() == ["fired critical"])
            #expect(try await !company.isDue(at: fires.adding(hours: 59)))
            try await company.tick(fires.adding(hours: 60))
            #expect(
                try await Set(company.told().dropFirst()) == [
                    "repeated critical", "escalated critical-escalation-email", "escalated critical-escalation-slack",
                ])
        }
    }

    @Test func itNamesWhatCannotBe() async throws {
        try await Company.open { company in
            await #expect(throws: AlertError.silenceOver(until: midnight)) {
                try await company.silences.add(rule: .npsDrop, until: midnight, by: "a", why: "b", now: midnight)
            }
            await #expect(throws: AlertError.silenceTooWide) {
                try await company.silences.add(until: fires, by: "a", why: "b", now: midnight)
            }
            await #expect(throws: AlertError.customerUnknown("nobody")) {
                try await company.silences.add(customer: "nobody", until: fires, by: "a", why: "b", now: midnight)
            }
            await #expect(throws: AlertError.silenceUnknown(7)) { try await company.silences.end(7, by: "a", now: midnight) }
        }
    }

    @Test func noneOfEverythingCanHold() async throws {
        try await Company.open { company in
            let everything: SQL = """
                INSERT INTO mainstay.silences (since, until, made_by, why) VALUES (\(midnight), \(fires), 'user:anna', 'all of it') RETURNING silence_id
                """
            await #expect(throws: PostgresError.self) { try await company.pool.query(everything) }
            // One that was made before it was forbidden holds until its end, and can be ended.
            let check: String = try #require(
                try await company.pool.query(
                    "SELECT pg_get_constraintdef(c.oid) AS definition FROM pg_constraint AS c WHERE c.conname = 'silences_of_something'"
                ).first?.decode("definition"))
            try await company.pool.execute("ALTER TABLE mainstay.silences DROP CONSTRAINT silences_of_something")
            let id: Int64 = try #require(try await company.pool.query(everything).first?.decode("silence_id"))
            try await company.pool.execute(SQL(raw: "ALTER TABLE mainstay.silences ADD CONSTRAINT silences_of_something \(check)"))
            #expect(try await company.silences.holding(at: midnight).map(\.id) == [id])
            #expect(try await company.silences.end(id, by: "user:berta", now: midnight).endedBy == "user:berta")
        }
    }
}
