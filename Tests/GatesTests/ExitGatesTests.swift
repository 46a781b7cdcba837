import Domain
import Foundation
import Postgres
import Testing

@testable import Gates

@Suite("The exit gates")
struct ExitGatesTests {
    private static let now = "2026-03-10T12:00:00Z"

    /// Everything that the three gates ask for.
    static func pass(_ company: Company) async throws {
        try await company.set("crm_platform", "hubspot")
        try await company.synced("success", at: "2026-03-10T02:00:00Z", times: 1)
        for type in ["at_risk", "critical", "win_back"] {
            try await company.messages(type, sent: "2026-02-01", before: 50, after: 60)
        }
        try await company.refreshed(days: 3...10, of: "2026-03")
        try await company.message(created: "2026-03-09T09:00:00Z", state: "sent", sent: "2026-03-09T09:00:01Z")
        try await company.cohort("2025-06", size: 5, retained: 4)
        try await company.cohort("2026-01", size: 25, retained: 21)
        try await company.surveys(score: 9, deployed: "2026-03-01", answered: "2026-03-02", times: 50)
        try await company.surveys(score: 3, deployed: "2026-03-01", answered: "2026-03-02", times: 50)
    }

    @Test("of a company without any facts are all unmet or unknown, and say what is missing")
    func nothing() async throws {
        try await Company.with { company in
            let gates = try await company.gates(Self.now)
            #expect(gates.gates.map(\.gate) == Gate.allCases)
            #expect(gates.gates.map(\.state) == [.unmet, .unknown, .unmet])
            #expect(gates.state == .unmet && gates.passed == 0)
            #expect(gates.gates.flatMap(\.checks).map(\.name) == CheckName.allCases)
            for check in gates.gates.flatMap(\.checks) {
                #expect(check.state != .passed && check.needed?.isEmpty == false, "\(check.name)")
                #expect(!check.found.isEmpty)
            }
            // Long before there was anything.
            #expect(try await company.gates("1990-01-01").passed == 0)
        }
    }

    @Test("are passed when every check is, and no longer when one is not")
    func allPassed() async throws {
        try await Company.with { company in
            try await Self.pass(company)
            let gates = try await company.gates(Self.now)
            #expect(gates.gates.map(\.state) == [.passed, .passed, .passed], "\(gates.gates.flatMap(\.checks).compactMap(\.needed))")
            #expect(gates.state == .passed && gates.passed == 3)
            #expect(gates.gates.flatMap(\.checks).allSatisfy { $0.needed == nil && !$0.evidence.rows.isEmpty })
            try await company.synced("error", at: Self.now, times: 1)
            let after = try await company.gates(Self.now)
            #expect(after.gates.map(\.state) == [.unmet, .passed, .passed] && after.state == .unmet)
        }
    }

    @Test("do not change when something happens after their moment")
    func past() async throws {
        try await Company.with { company in
            try await Self.pass(company)
            let before = try await company.gates(Self.now)
            let later = "2026-03-10T12:00:00.000001Z"
            try await company.synced("error", at: later, times: 10)
            try await company.messages("at_risk", sent: later)
            try await company.message(created: later, state: "undeliverable")
            try await company.surveys(score: 0, deployed: later, answered: later, times: 200)
            try await company.setBaseline("99", at: later)
            try await company.cohort("2026-04", size: 9, retained: 0)
            #expect(try await company.gates(Self.now) == before)
        }
    }

    @Test("are written in a shape that stays, with the digits of the questions")
    func json() async throws {
        try await Company.with { company in
            try await Self.pass(company)
            let gates = try await company.gates(Self.now)
            let text = gates.json().text()
            #expect(
                text.hasPrefix(
                    #"{"as_of":"2026-03-10T12:00:00Z","state":"passed","gates":[{"gate":"success_system_active","title":"Success system active","#
                        + #""state":"passed","checks":[{"check":"crm_syncing","title":"CRM syncing","state":"passed","value":100,"#))
            #expect(
                text.contains(
                    #"{"check":"retention_improved","title":"1-month retention above baseline","state":"passed","value":84,"value_text":"84.00 %","#
                        + #""target":84,"target_text":"at least 84.00 %","found":"21 of 25 customers of 2026-01 stayed, "#
                        + #"21 would be 5 % above the baseline of 80.00 %","needed":null,"evidence":[{"cohort_month":"2026-01","size":25,"#
                        + #""retained":21,"rate":84,"baseline":80,"wanted":21}],"page":"/executive#retention-unbounded","#
                        + #""command":"mainstay metrics retention --as-of 2026-03-10T12:00:00Z","#))
            #expect(!text.contains("history"))
        }
    }

    @Test("have a state only from the states of their checks")
    func states() {
        #expect(GateState(of: [.passed, .passed]) == .passed)
        #expect(GateState(of: [.passed, .unknown]) == .unknown)
        #expect(GateState(of: [.unknown, .unmet, .passed]) == .unmet)
        #expect(GateState(of: []) == .unknown)
    }
}
