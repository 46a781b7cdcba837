import Domain
import Foundation
import Postgres
import Testing

@testable import Gates

@Suite("Gate 1: success system active")
struct SuccessSystemTests {
    private static let now = "2026-03-10T12:00:00Z"
    private static let hourAgo = "2026-03-10T11:00:00Z"

    // MARK: CRM

    @Test(
        "wants 95 % of the finished syncs of 24 hours, by the counts",
        arguments: [
            ("none", 20, 0, GateState.unmet), ("hubspot", 0, 0, .unmet), ("hubspot", 19, 1, .passed), ("hubspot", 9_500, 500, .passed),
            ("hubspot", 9_499, 501, .unmet), ("hubspot", 0, 1, .unmet),
            // 94.996 % is shown as 95.00 %.
            ("hubspot", 23_749, 1_251, .unmet),
        ])
    func crm(platform: String, successful: Int, failed: Int, state: GateState) async throws {
        try await Company.with { company in
            try await company.set("crm_platform", platform)
            try await company.synced("success", at: Self.hourAgo, times: successful)
            try await company.synced("partial", at: Self.hourAgo, times: failed)
            // A day and more ago, and later, are not of these 24 hours.
            try await company.synced("error", at: "2026-03-09T12:00:00Z", times: 9)
            try await company.synced("error", at: "2026-03-10T12:00:00.000001Z", times: 9)
            let check = try await company.check(.crmSyncing, Self.now)
            #expect(check.state == state)
            #expect((check.needed == nil) == (state == .passed))
        }
    }

    @Test("says which setting is missing, or how many syncs")
    func crmNeeds() async throws {
        try await Company.with { company in
            #expect(
                try await company.check(.crmSyncing, Self.now).needed?.contains("`mainstay parameters set crm_platform=hubspot") == true)
            try await company.set("crm_platform", "hubspot")
            let silent = try await company.check(.crmSyncing, Self.now)
            #expect(silent.found == "no sync finished in the last 24 hours" && silent.value == nil && silent.valueText == "–")
            try await company.synced("success", at: Self.hourAgo, times: 18)
            try await company.synced("error", at: Self.hourAgo, times: 1)
            let check = try await company.check(.crmSyncing, Self.now)
            // 18 of 19; with one more 19 of 20.
            #expect(check.needed?.hasPrefix("More syncs that succeed: 1,") == true && check.valueText == "94.74 %")
            #expect(check.found == "18 of 19 syncs of the last 24 hours succeeded")
            try await company.synced("success", at: Self.now, times: 1)
            #expect(try await company.check(.crmSyncing, Self.now).state == .passed)
            #expect(try await company.check(.crmSyncing, Self.now).evidence.rows.map(\.first) == [.text("error"), .text("success")])
        }
    }

    // MARK: Playbooks

    @Test("wants an active message of each playbook within 90 days")
    func playbooks() async throws {
        try await Company.with { company in
            let none = try await company.check(.playbooksRunning, Self.now)
            #expect(none.state == .unmet && none.value == 0)
            #expect(none.found == "not running: at_risk (none sent), critical (none sent), win_back (none sent)")
            try await company.messages("at_risk", sent: Self.hourAgo)
            try await company.messages("critical", sent: "2025-12-10T12:00:00.000001Z")
            try await company.messages("win_back", sent: "2025-12-10T12:00:00Z")
            let two = try await company.check(.playbooksRunning, Self.now)
            #expect(two.state == .unmet && two.found == "running: at_risk, critical; not running: win_back (none sent)", "90 days are over")
            try await company.messages("win_back", sent: Self.hourAgo, status: "paused")
            #expect(try await company.check(.playbooksRunning, Self.now).found.hasSuffix("win_back (1 sent, none active)"))
            try await company.messages("win_back", sent: "2026-03-10T12:00:00.000001Z")
            #expect(try await company.check(.playbooksRunning, Self.now).state == .unmet, "it is sent later")
            try await company.messages("win_back", sent: Self.now)
            #expect(try await company.check(.playbooksRunning, Self.now).state == .passed)
        }
    }

    @Test("does not know of messages whose status the source does not say")
    func unsaid() async throws {
        try await Company.with { company in
            for type in ["at_risk", "critical"] { try await company.messages(type, sent: Self.hourAgo) }
            try await company.messages("win_back", sent: Self.hourAgo, status: nil)
            let check = try await company.check(.playbooksRunning, Self.now)
            #expect(check.state == .unknown && check.needed?.contains("`status`") == true)
        }
    }

    // MARK: Scores

    @Test("wants a refresh on each of the last 7 days, and one within 24 hours")
    func scores() async throws {
        try await Company.with { company in
            #expect(try await company.check(.scoresRefreshed, Self.now).found == "scores were never refreshed")
            try await company.refreshed(days: 3...10, of: "2026-03")
            #expect(try await company.check(.scoresRefreshed, Self.now).state == .passed)
            // The 3rd is one of the 7 days until the 10th is over.
            #expect(try await company.check(.scoresRefreshed, "2026-03-10T00:00:00Z").state == .passed)
            #expect(try await company.check(.scoresRefreshed, "2026-03-09T23:00:00Z").state == .unmet)
            #expect(try await company.check(.scoresRefreshed, "2026-03-11T02:04:59.999999Z").state == .passed)
            let late = try await company.check(.scoresRefreshed, "2026-03-11T02:05:00Z")
            #expect(late.state == .unmet && late.value == 7, "24 hours are not less than 24 hours")
            #expect(late.needed == "A refresh now: is `mainstay serve` running?")
        }
    }

    @Test("names the day without a refresh, and when it can pass")
    func gap() async throws {
        try await Company.with { company in
            try await company.refreshed(days: 1...5, of: "2026-03")
            try await company.refreshed(days: 7...14, of: "2026-03")
            let check = try await company.check(.scoresRefreshed, Self.now)
            #expect(check.state == .unmet && check.value == 6)
            #expect(check.needed == "A refresh on each day: none on 2026-03-06, so not before 2026-03-14")
            #expect(check.evidence.rows.count == 7 && check.evidence.rows[3] == [.text("2026-03-06"), .none])
            #expect(try await company.check(.scoresRefreshed, "2026-03-13T12:00:00Z").state == .unmet)
            #expect(try await company.check(.scoresRefreshed, "2026-03-14T12:00:00Z").state == .passed)
        }
    }

    @Test("counts the days through which the engine has run")
    func engine() async throws {
        try await Company.with { company in
            try await company.refreshed(from: "2026-03-02T23:59:00Z", to: "2026-03-10T20:00:00Z", kind: "incremental")
            let check = try await company.check(.scoresRefreshed, Self.now)
            #expect(check.state == .passed)
            #expect(check.found == "7 of the last 7 days had a refresh; the newest ended 0.00 hours ago")
            // A full run counts for the day on which it ended.
            try await company.pool.execute("UPDATE mainstay.refresh_runs SET kind = 'full'")
            #expect(try await company.check(.scoresRefreshed, "2026-03-11T00:00:00Z").value == 1)
        }
    }

    // MARK: Alerts

    @Test(
        "wants every message of 7 days sent, and not only none that failed",
        arguments: [
            ([], GateState.unknown, nil),
            ([("2026-03-10T10:00:00Z", "sent", "2026-03-10T10:00:01Z", nil)], .passed, 0),
            // Older than 7 days, and so no sign that anything is delivered now.
            ([("2026-03-03T12:00:00Z", "sent", "2026-03-03T12:00:01Z", nil)], .unknown, nil),
            ([("2026-03-10T11:00:00Z", "waiting", nil, nil)], .unknown, nil),
            ([("2026-03-10T10:59:59.999999Z", "waiting", nil, nil)], .unmet, 1),
            ([("2026-03-10T10:59:59.999999Z", "sending", nil, nil)], .unmet, 1),
            ([("2026-03-10T11:59:00Z", "undeliverable", nil, nil)], .unmet, 1),
            ([("2026-03-09T10:00:00Z", "dead", nil, "2026-03-10T10:00:00Z")], .unmet, 1),
            (
                [
                    ("2026-03-10T10:00:00Z", "sent", "2026-03-10T10:00:01Z", nil),
                    ("2026-03-10T11:30:00Z", "failed", nil, "2026-03-10T11:30:01Z"),
                ], .unmet, 1
            ),
        ] as [([(String, String, String?, String?)], GateState, Int?)])
    func delivery(messages: [(String, String, String?, String?)], state: GateState, undelivered: Int?) async throws {
        try await Company.with { company in
            for (created, state, sent, givenUp) in messages {
                try await company.message(created: created, state: state, sent: sent, givenUp: givenUp)
            }
            let check = try await company.check(.alertsDelivering, Self.now)
            #expect(check.state == state)
            #expect(check.value == undelivered.map { .init($0) })
            #expect((check.needed == nil) == (state == .passed))
        }
    }

    @Test("takes a test that was sent as a sign of life, and one that failed for nothing")
    func tests() async throws {
        try await Company.with { company in
            try await company.message(created: Self.hourAgo, state: "failed", givenUp: Self.hourAgo, kind: "test")
            let check = try await company.check(.alertsDelivering, Self.now)
            #expect(check.state == .unknown && check.needed?.contains("`mainstay deliveries test --route NAME`") == true)
            try await company.message(created: Self.hourAgo, state: "sent", sent: Self.hourAgo, kind: "test")
            #expect(try await company.check(.alertsDelivering, Self.now).state == .passed)
        }
    }

    @Test("knows of the past what was sent and given up later")
    func past() async throws {
        try await Company.with { company in
            try await company.message(created: "2026-03-10T06:00:00Z", state: "sent", sent: "2026-03-10T08:00:00Z")
            try await company.message(created: "2026-03-10T06:00:00Z", state: "dead", givenUp: "2026-03-10T09:00:00Z")
            #expect(try await company.check(.alertsDelivering, "2026-03-10T07:00:00Z").state == .unknown)
            #expect(
                try await company.check(.alertsDelivering, "2026-03-10T07:30:00Z").found
                    == "sent of those of the last 7 days: 0; waited for longer than an hour: 2")
            let later = try await company.check(.alertsDelivering, Self.now)
            #expect(later.found == "sent of those of the last 7 days: 1; given up: 1")
            #expect(
                later.needed == "What was given up, sent again: `mainstay deliveries retry --all`, or by its id where its alerts are over")
        }
    }
}
