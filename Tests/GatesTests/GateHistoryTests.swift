import Domain
import Foundation
import Postgres
import Testing

@testable import Gates

@Suite("The history of the gates")
struct GateHistoryTests {
    @discardableResult private func record(_ company: Company, _ moment: String, writtenAt: String? = nil) async throws -> ExitGates? {
        try await GateRecords(pool: company.pool).record(asOf: at(moment), now: at(writtenAt ?? moment))
    }

    private func history(_ company: Company, _ moment: String = "2026-12-01") async throws -> GateHistory {
        try await company.ask { try await GateHistory.fetch(asOf: at(moment), on: $0) }
    }

    @Test("shows when a gate turned, and which checks turned it")
    func turns() async throws {
        try await Company.with { company in
            #expect(try await history(company).days == 0)
            #expect(try await history(company).standing(of: .npsPositive) == nil)
            try await ExitGatesTests.pass(company)
            #expect(try await record(company, "2026-03-10T02:35:00Z")?.state == .passed)
            // On the 11th a message finds no channel, and 2 syncs of 3 fail; the other gates stand as they did.
            try await company.message(created: "2026-03-10T20:00:00Z", state: "undeliverable")
            try await company.synced("success", at: "2026-03-11T01:00:00Z", times: 1)
            try await company.synced("error", at: "2026-03-11T01:00:00Z", times: 2)
            try await company.refreshed(days: 11...13, of: "2026-03")
            #expect(try await record(company, "2026-03-11T02:35:00Z")?.gates.map(\.state) == [.unmet, .passed, .passed])
            // On the 12th the syncs are well again, the message is not.
            try await company.synced("success", at: "2026-03-12T02:00:00Z", times: 1)
            #expect(try await record(company, "2026-03-12T02:35:00Z")?.state == .unmet)
            // On the 13th it has been sent.
            try await company.pool.execute("UPDATE mainstay.messages SET state = 'sent', sent_at = \(at("2026-03-12T12:00:00Z"))")
            try await company.synced("success", at: "2026-03-13T02:00:00Z", times: 1)
            #expect(try await record(company, "2026-03-13T02:35:00Z")?.state == .passed)

            let history = try await history(company)
            #expect(history.days == 4 && "\(history.firstDay!)" == "2026-03-10" && "\(history.newestDay!)" == "2026-03-13")
            let lines = history.entries.map { entry in
                "\(entry.day) \(entry.gate.rawValue) \(entry.before?.rawValue ?? "-") \(entry.state): "
                    + entry.turns.map { "\($0.check.rawValue) \($0.state)" }.joined(separator: ", ")
            }
            #expect(
                lines == [
                    "2026-03-13 success_system_active unmet passed: alerts_delivering passed",
                    "2026-03-12 success_system_active unmet unmet: crm_syncing passed",
                    "2026-03-11 success_system_active passed unmet: crm_syncing unmet, alerts_delivering unmet",
                    "2026-03-10 success_system_active - passed: crm_syncing passed, playbooks_running passed, scores_refreshed passed, "
                        + "alerts_delivering passed",
                    "2026-03-10 retention_improving - passed: baseline_known passed, retention_improved passed, at_risk_recovery passed",
                    "2026-03-10 nps_positive - passed: surveys_deployed passed, nps_responses passed, nps_reached passed",
                ])
            #expect(history.entries[2].turns[1].found.hasSuffix("without a channel: 1"))
            #expect(history.entries.map(\.isTurn) == [true, false, true, false, false, false])
            let standing = try #require(history.standing(of: .successSystemActive))
            #expect(standing.state == .passed && "\(standing.since)" == "2026-03-13")
            #expect(history.standing(of: .npsPositive).map { "\($0.since)" } == "2026-03-10")

            let then = try await self.history(company, "2026-03-12T23:00:00Z")
            #expect(then.days == 3 && then.entries.count == 5)
            #expect(then.standing(of: .successSystemActive).map { "\($0.state) \($0.since)" } == "unmet 2026-03-11")
        }
    }

    @Test("has one record a day, whoever comes twice")
    func once() async throws {
        try await Company.with { company in
            let results = try await withThrowingTaskGroup(of: Bool.self) { group in
                for _ in 0..<4 { group.addTask { try await record(company, "2026-03-10T02:35:00Z") != nil } }
                var results: [Bool] = []
                for try await result in group { results.append(result) }
                return results
            }
            #expect(results.count { $0 } == 1)
            // What is written first stays, whatever comes to be known.
            try await ExitGatesTests.pass(company)
            #expect(try await record(company, "2026-03-10T12:00:00Z") == nil)
            #expect(try await history(company).standing(of: .npsPositive)?.state == .unmet)
        }
    }

    @Test("is that of the moment at which it was due, also when it is written later, and known from then on")
    func late() async throws {
        try await Company.with { company in
            try await ExitGatesTests.pass(company)
            #expect(
                try await record(company, "2026-03-10T02:35:00Z", writtenAt: "2026-03-10T20:00:00Z")?.asOf == at("2026-03-10T02:35:00Z"))
            #expect(try await history(company, "2026-03-10T19:59:59Z").days == 0)
            #expect(try await history(company, "2026-03-10T20:00:00Z").days == 1)
            await #expect(throws: PostgresError.self) {
                try await record(company, "2026-03-12T00:00:00Z", writtenAt: "2026-03-11T00:00:00Z")
            }
        }
    }

    @Test(
        "cannot be rewritten",
        arguments: [
            "UPDATE mainstay.gate_states SET state = 'passed'", "DELETE FROM mainstay.gate_check_states",
            "TRUNCATE mainstay.gate_check_states, mainstay.gate_states",
        ])
    func ledger(statement: String) async throws {
        try await Company.with { company in
            try await record(company, "2026-03-10T02:35:00Z")
            await #expect(throws: PostgresError.self) { try await company.pool.execute(SQL(raw: statement)) }
        }
    }
}
