import CustomerMetrics
import Dashboards
import Domain
import Foundation
import Postgres
import Testing

@testable import Reports

@Suite struct IncidentsTests {
    private static let asOf = moment("2026-06-01T12:00:00Z")

    @Test("neighbouring checks that were Degraded are one incident, with the worst that was seen") func merged() async throws {
        try await ReportedCompany.with { company in
            try await company.check("2026-06-01T06:00:00Z")
            try await company.check("2026-06-01T07:00:00Z", "crm_sync", "degraded", details: #"{"success_rate": 80.5}"#)
            try await company.check("2026-06-01T08:00:00Z", "crm_sync", "degraded", details: #"{"success_rate": 60}"#)
            try await company.check("2026-06-01T08:00:00Z", "health_scores", "degraded", details: #"{"hours_since": 50.25}"#)
            try await company.check("2026-06-01T09:00:00Z")
            try await company.check("2026-06-01T10:00:00Z", "campaigns", "warning")
            try await company.check("2026-06-01T11:00:00Z")
            let incidents = try await company.ask { try await Incidents.fetch(asOf: Self.asOf, on: $0) }.incidents
            #expect(incidents.count == 1)
            let incident = try #require(incidents.first)
            #expect(incident.kind == .degraded && incident.minutes == 120 && !incident.isOngoing)
            #expect(incident.began == moment("2026-06-01T07:00:00Z") && incident.ended == moment("2026-06-01T09:00:00Z"))
            #expect(incident.cause == "CRM syncs succeeded in only 60.00 % of runs; scores were up to 50.25 hours old")
        }
    }

    @Test("a check holds for two intervals; then nobody watches, and what goes on is said") func silence() async throws {
        try await ReportedCompany.with { company in
            try await company.check("2026-06-01T00:00:00Z")
            try await company.check("2026-06-01T05:00:00Z", "health_scores", "degraded")
            let incidents = try await company.ask { try await Incidents.fetch(asOf: moment("2026-06-01T06:00:00Z"), on: $0) }.incidents
            #expect(incidents.map(\.kind) == [.silent, .degraded])
            #expect(incidents.map(\.minutes) == [180, 60])
            #expect(incidents.map(\.isOngoing) == [false, true])
            #expect(incidents.last?.cause == "scores were never refreshed")
            let later = try await company.ask { try await Incidents.fetch(asOf: Self.asOf, on: $0) }.incidents
            #expect(later.map(\.kind) == [.silent, .degraded, .silent])
            #expect(later.map(\.minutes) == [180, 120, 300])
            #expect(later.last?.isOngoing == true)
        }
    }

    @Test("together they are the time that uptime leaves") func agreesWithUptime() async throws {
        try await ReportedCompany.with { company in
            // The first check lies within the window: time before it was not watched.
            for hour in 0..<40 {
                let at = moment("2026-05-30T00:00:00Z").adding(seconds: Int64(hour) * 3600 * (hour > 30 ? 2 : 1))
                try await company.check(at.iso8601, "crm_sync", hour % 7 == 3 || hour == 36 ? "degraded" : "healthy")
            }
            let (incidents, system) = try await company.ask { connection in
                (
                    try await Incidents.fetch(asOf: Self.asOf, on: connection).incidents,
                    try await SystemHealth.fetch(asOf: Self.asOf, on: connection)
                )
            }
            let down = incidents.reduce(Decimal(0)) { $0 + $1.minutes }
            let watched = Decimal(Self.asOf.microseconds - moment("2026-05-30").microseconds) / 60_000_000
            #expect(system.uptimePercent == NumberText.rounded(100 * (watched - down) / watched, 2))
        }
    }

    @Test("what began before the window begins with it; later checks are not seen") func window() async throws {
        try await ReportedCompany.with { company in
            try await company.set("health_check_interval_minutes", "1440")
            try await company.check("2026-05-01T12:00:00Z", "crm_sync", "degraded")
            try await company.check("2026-05-03T00:00:00Z")
            try await company.check("2026-06-01T12:00:01Z", "crm_sync", "degraded")
            let incidents = try await company.ask { try await Incidents.fetch(asOf: Self.asOf, on: $0) }.incidents
            #expect(incidents.first?.began == moment("2026-05-02T12:00:00Z") && incidents.first?.minutes == 720)
            #expect(incidents.map(\.kind) == [.degraded, .silent])
        }
    }

    @Test("without a check nothing is known, and it is said") func empty() async throws {
        try await ReportedCompany.with { company in
            let (incidents, system) = try await company.ask { connection in
                (try await Incidents.fetch(asOf: Self.asOf, on: connection), try await SystemHealth.fetch(asOf: Self.asOf, on: connection))
            }
            #expect(incidents.incidents.isEmpty)
            let section = incidents.section(system)
            #expect(section.figures.allSatisfy { $0.value == .null && $0.note != nil })
            #expect(incidents.findings(system).isEmpty && incidents.decisions(system).isEmpty)
        }
    }

    @Test(
        "uptime is held against its target by the second, not by the two decimals that are shown",
        arguments: [("2026-05-10T03:36:00Z", true), ("2026-05-10T03:36:01Z", false)])
    func exactUptime(upAgain: String, isReached: Bool) async throws {
        try await ReportedCompany.with { company in
            try await company.set("health_check_interval_minutes", "1440")
            for day in 0..<32 { try await company.check(moment("2026-05-01").adding(days: Int64(day)).iso8601) }
            // 0.5 % of 30 days are 3 hours and 36 minutes.
            try await company.pool.execute(
                "UPDATE mainstay.system_health_log SET status = 'degraded' WHERE check_timestamp = \(moment("2026-05-10"))")
            try await company.check(upAgain)
            let (incidents, system) = try await company.ask { connection in
                (try await Incidents.fetch(asOf: Self.asOf, on: connection), try await SystemHealth.fetch(asOf: Self.asOf, on: connection))
            }
            #expect(system.uptimePercent == Decimal(string: "99.5") && system.reachesTargetUptime == isReached)
            #expect(incidents.section(system).figures.first?.verdict == (isReached ? .onTarget : .offTarget))
            #expect(incidents.findings(system).first?.direction == (isReached ? .neutral : .worse))
            #expect(incidents.decisions(system).map(\.path) == (isReached ? [] : ["/system"]))
        }
    }
}
