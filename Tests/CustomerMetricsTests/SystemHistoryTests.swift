import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("What the system went through")
struct SystemHistoryTests {
    private static let now = "2026-06-01T12:00:00Z"

    @Test("the age of the scores is told hour by hour, the last one as the system question tells it")
    func refreshLag() async throws {
        try await Company.with { company in
            try await company.refresh("full", from: "2026-05-31T22:00:00Z", to: "2026-05-31T22:30:00Z")
            try await company.refresh("incremental", from: "2026-06-01T02:00:00Z", to: "2026-06-01T02:45:00Z")
            // Not ended by now, and never ended.
            try await company.refresh("full", from: "2026-06-01T11:00:00Z", to: "2026-06-01T12:00:01Z")
            try await company.refresh("full", from: "2026-06-01T11:30:00Z", to: nil)
            let lag = try await company.ask { try await RefreshLag.fetch(asOf: at(Self.now), days: 1, on: $0) }
            #expect(lag.samples.count == 25)
            #expect(lag.samples.first?.moment == at("2026-05-31T12:00:00Z"))
            func hours(_ moment: String) -> Decimal? { lag.samples.first { $0.moment == at(moment) }?.hours }
            #expect(hours("2026-05-31T22:00:00Z") == nil)
            #expect(hours("2026-05-31T23:00:00Z") == Decimal(string: "0.5"))
            #expect(hours("2026-06-01T02:00:00Z") == 0)
            #expect(hours("2026-06-01T03:00:00Z") == Decimal(string: "0.25"))
            let system = try await company.ask { try await SystemHealth.fetch(asOf: at(Self.now), on: $0) }
            #expect(lag.samples.last?.hours == system.hoursSinceLastUpdate)
            #expect(lag.samples.last?.hours == Decimal(string: "9.25"))
        }
    }

    @Test("a refresh before the window counts, and without any the age is unknown")
    func lagBefore() async throws {
        try await Company.with { company in
            let none = try await company.ask { try await RefreshLag.fetch(asOf: at(Self.now), days: 1, on: $0) }
            #expect(none.samples.allSatisfy { $0.hours == nil })
            try await company.refresh("incremental", from: "2026-05-30T11:00:00Z", to: "2026-05-30T12:00:00Z")
            let lag = try await company.ask { try await RefreshLag.fetch(asOf: at(Self.now), days: 1, on: $0) }
            #expect(lag.samples.first?.hours == 24)
            #expect(lag.samples.last?.hours == 48)
            let week = try await company.ask { try await RefreshLag.fetch(asOf: at(Self.now), on: $0) }
            #expect(week.samples.count == 169)
        }
    }

    @Test("errors are failed and partial syncs, failed jobs and refreshes that never ended, newest first")
    func errorLog() async throws {
        try await Company.with { company in
            try await company.crmRun("error", at: "2026-06-01T11:00:00Z", error: "503")
            try await company.crmRun("success", at: "2026-06-01T10:00:00Z")
            try await company.crmRun("partial", at: "2026-06-01T09:00:00Z", error: "  ")
            try await company.crmRun("error", at: "2026-05-02T12:00:00Z", error: "too old")
            try await company.crmRun("error", at: "2026-06-01T12:00:00.000001Z", error: "later")
            try await company.refresh("full", from: "2026-06-01T02:00:00Z", to: nil)
            try await company.refresh("full", from: "2026-06-01T01:00:00Z", to: "2026-06-01T01:05:00Z")
            try await company.refresh("full", from: "2026-06-01T11:00:00.000001Z", to: nil)
            try await company.pool.execute(
                """
                INSERT INTO mainstay.job_runs (job, due_at, attempt, started_at, finished_at, outcome, error, server, lease_until) VALUES
                    ('snapshot-system', \(at("2026-06-01")), 1, \(at("2026-06-01")), \(at("2026-06-01T00:00:05Z")), 'failed', 'no disk', 'a', \(at("2026-06-02"))),
                    ('snapshot-system', \(at("2026-06-01")), 2, \(at("2026-06-01")), \(at("2026-06-01T00:00:09Z")), 'succeeded', NULL, 'a', \(at("2026-06-02")))
                """)
            let log = try await company.ask { try await ErrorLog.fetch(asOf: at(Self.now), on: $0) }
            #expect(log.entries.map(\.source) == ["CRM sync", "CRM sync", "score refresh", "job snapshot-system"])
            #expect(log.entries.map(\.status) == ["error", "partial", "error", "error"])
            #expect(
                log.entries.map(\.message) == ["503", "no message", "a refresh of everybody began and did not end", "no disk"])
            #expect(log.total == 4)
            let first = try await company.ask { try await ErrorLog.fetch(asOf: at(Self.now), limit: 1, on: $0) }
            #expect(first.entries.count == 1 && first.total == 4)
        }
    }
}
