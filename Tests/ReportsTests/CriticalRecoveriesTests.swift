import CustomerMetrics
import Domain
import Foundation
import Postgres
import Testing

@testable import Reports

/// By the default model a customer without features and tickets has 30 points when silent for 30 days, 70 within a day of an activity.
@Suite("Recoveries from Critical to Healthy") struct CriticalRecoveriesTests {
    private static let now = moment("2026-06-08T07:00:00Z")

    private func recovered(_ company: ReportedCompany) async throws -> [CriticalRecoveries.Entry] {
        try await company.ask { try await CriticalRecoveries.fetch(asOf: Self.now, on: $0) }.entries
    }

    @Test("are those who were Critical when the week began, or within it, and are Healthy now")
    func statuses() async throws {
        try await ReportedCompany.with { company in
            for id in ["returned", "too-late", "no-longer", "at-risk-only", "new", "never-before", "left"] {
                try await company.customer(
                    id, created: id == "new" ? "2026-06-02" : "2025-01-01", arr: 10, churned: id == "left" ? "2026-06-07" : nil)
            }
            for id in ["returned", "too-late", "no-longer", "left"] { try await company.event(id, "login", "2026-01-01") }
            // Within a day of the moment: Healthy with 70.
            for id in ["returned", "new", "never-before"] { try await company.event(id, "login", "2026-06-07T08:00:00Z") }
            // Exactly a day before the moment it is 60, At-Risk again.
            try await company.event("no-longer", "login", "2026-06-07T07:00:00Z")
            // Healthy again before the week began, and still.
            try await company.event("too-late", "login", "2026-06-01T06:59:59Z")
            try await company.event("too-late", "login", "2026-06-07T12:00:00Z")
            // 20 + 30 points: At-Risk at the lowest.
            try await company.event("at-risk-only", "login", "2026-05-20")
            try await company.event("at-risk-only", "login", "2026-06-07T12:00:00Z")
            #expect(Set(try await recovered(company).map(\.customer.id.shown)) == ["returned", "never-before"])
        }
    }

    @Test("leave out who was created less than fourteen days before, however active before the week")
    func age() async throws {
        try await ReportedCompany.with { company in
            // All Critical from the first moment on, and Healthy since 7 June 08:00.
            for (id, created) in [
                ("fourteen", "2026-05-24T08:00:00Z"), ("younger", "2026-05-24T08:00:00.000001Z"), ("old", "2026-04-11"),
            ] {
                try await company.customer(id, created: created, arr: 10)
                try await company.event(id, "login", "2026-06-07T08:00:00Z")
            }
            #expect(Set(try await recovered(company).map(\.customer.id.shown)) == ["fourteen", "old"])
        }
    }

    @Test("count who fell and rose within the week, which neither of its ends shows")
    func dip() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("dip", arr: 5)
            try await company.event("dip", "login", "2026-05-03T00:00:00Z")
            // Critical from 2 June on, when the last activity is 30 days old, until the 5th.
            try await company.event("dip", "login", "2026-06-05T09:00:00Z")
            try await company.event("dip", "login", "2026-06-08T06:00:00Z")
            let entry = try #require(try await recovered(company).first)
            #expect(entry.lowestScore == 30 && entry.score == 70)
            // After a day without activity it was At-Risk once more, and is Healthy since the second.
            #expect(entry.healthySince == moment("2026-06-08T06:00:00Z"))
        }
    }

    @Test("tell what lies in the thirty days before, and nothing else")
    func preceded() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("back", arr: 5)
            try await company.event("back", "feature_adopted", "2026-01-01", feature: "export")
            try await company.ticket("back", opened: "2026-03-01", closed: "2026-06-01T00:00:00Z")
            try await company.ticket("back", opened: "2026-03-01", closed: "2026-05-08T08:00:00Z")
            try await company.ticket("back", opened: "2026-03-01")
            try await company.message("back", "at_risk", variant: nil, sent: "2026-05-08T08:00:00Z", responded: "2026-05-10")
            try await company.message("back", "critical", variant: nil, sent: "2026-05-08T08:00:01Z", responded: "2026-06-07T08:00:00Z")
            try await company.message("back", "critical", variant: nil, sent: "2026-06-07T09:00:00Z")
            try await company.event("back", "feature_adopted", "2026-06-07T08:00:00Z", feature: "reports")
            try await company.event("back", "feature_adopted", "2026-06-07T08:00:00Z", feature: "export")
            let entry = try #require(try await recovered(company).first)
            // One open ticket and two features: 40 + 20 + 10.
            #expect(entry.score == 70 && entry.healthySince == moment("2026-06-07T08:00:00Z"))
            #expect(entry.preceded.messages == 1)
            #expect(
                entry.preceded.newestMessage == CampaignContact(type: .critical, sentAt: moment("2026-05-08T08:00:01Z"), isAnswered: true))
            #expect(entry.preceded.ticketsClosed == 1)
            #expect(entry.preceded.activeDays == 1)
            #expect(entry.preceded.silentDays == 157)
            #expect(entry.preceded.features == ["reports"])
        }
    }

    @Test("agree with the history of every customer of the sample company")
    func exhaustive() async throws {
        try await SampledCompany.with(customers: 300) { company in
            for day in ["2026-03-02T07:00:00Z", "2026-04-20T07:00:00Z", "2026-06-01T07:00:00Z"] {
                let asOf = moment(day)
                let found = try await company.ask { try await CriticalRecoveries.fetch(asOf: asOf, on: $0) }
                let expected = try await company.pool.query(
                    """
                    SELECT u.user_id::text AS id FROM mainstay.users AS u
                      JOIN LATERAL mainstay.health_score_at(u.user_id, \(asOf)) AS n ON n.health_status = 'Healthy'
                      JOIN LATERAL mainstay.health_score_at(u.user_id, \(asOf.adding(days: -7))) AS b ON true
                      JOIN LATERAL (SELECT bool_or(h.health_status = 'Critical') AS was_critical,
                                           max(h.until) FILTER (WHERE h.health_status <> 'Healthy') AS recovered_at
                                      FROM (SELECT s.health_status, lead(s.changed_at) OVER (ORDER BY s.changed_at) AS until
                                              FROM mainstay.health_score_states(u.user_id, \(asOf.adding(days: -7)), \(asOf)) AS s) AS h) AS w
                        ON w.was_critical AND w.recovered_at >= u.created_at + interval '336 hours'
                    """
                ).map { try $0.decode("id", as: String.self) }
                #expect(Set(found.entries.map(\.customer.uuidText)) == Set(expected), "\(day)")
                #expect(found.total == expected.count)
            }
        }
    }

    @Test("say of the newest message whether it was answered itself")
    func answers() async throws {
        try await ReportedCompany.with { company in
            for id in ["older", "newest"] {
                try await company.customer(id, arr: id == "older" ? 9 : 5)
                try await company.event(id, "login", "2026-01-01")
                try await company.event(id, "login", "2026-06-07T08:00:00Z")
            }
            try await company.message("older", "at_risk", variant: nil, sent: "2026-05-20", responded: "2026-05-21")
            try await company.message("older", "critical", variant: nil, sent: "2026-06-01")
            try await company.message("newest", "at_risk", variant: nil, sent: "2026-05-20")
            try await company.message("newest", "critical", variant: nil, sent: "2026-06-01", responded: "2026-06-02")
            let words = try await recovered(company).map { $0.preceded.newestMessage?.words }
            #expect(words == ["critical on 2026-06-01, not answered", "critical on 2026-06-01, answered"])
        }
    }
}
