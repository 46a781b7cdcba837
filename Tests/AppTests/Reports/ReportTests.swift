import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema
import TestSupport
import Testing

@testable import App

@Suite("A report")
struct ReportTests {
    private let now = Moment(microseconds: 1_772_366_400_000_000)  // 2026-03-01T12:00:00Z
    private let plain = Terminal(isTerminal: false, environment: [:])

    /// A company of three with 100, 60 and 30 points, of whom one has a name that needs care.
    private func withCompany(_ body: (Connection) async throws -> Void) async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.withConnection { connection in
                for (id, name, activity) in [
                    ("acme", "Acme \u{1B}[31m株式会社", Optional(now)), ("borealis", "Borealis, GmbH", now.adding(days: -2)),
                    ("corvid", "Corvid", nil),
                ] {
                    let identity = CustomerID(source: id)
                    try await connection.execute(
                        """
                        INSERT INTO mainstay.users (user_id, external_id, name, created_at, last_login, subscription_tier, arr)
                        VALUES (\(identity.uuid), \(identity.externalID), \(name), \(now.adding(days: -100)), \(activity), 'enterprise', 1000)
                        """)
                }
                for number in 1...6 {
                    try await connection.execute(
                        """
                        INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
                        VALUES (\(CustomerID(source: "acme").uuid), 'feature_adopted', \(now), \("f\(number)"))
                        """)
                }
                try await body(connection)
            }
        }
    }

    @Test("of health shows figures, shares and the target")
    func health() async throws {
        try await withCompany { connection in
            let report = try await HealthSummary.fetch(asOf: now, on: connection)
            #expect(
                report.text(.table, on: plain) == """
                    Customer health  as of 2026-03-01 12:00 UTC

                      Average score  63.33  ✗ target 70
                      Customers      3  scored by model 1

                      Healthy   1  33.33 %  █████████████▎
                      At-Risk   1  33.33 %  █████████████▎
                      Critical  1  33.33 %  █████████████▎

                    """)
        }
    }

    @Test("has a dash and the reason where there is no figure")
    func nothing() async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.withConnection { connection in
                let text = try await MetricsReport.fetch(asOf: now, on: connection).text(.table, on: plain)
                for reason in [
                    "– no active customers, so there is no average", "– nobody was created in that month", "– not two cohorts to compare",
                    "– no responses in these days, so there is no score", "– no message of this type was sent in these days",
                    "– scores were never refreshed", "– no check of the system is on record",
                ] {
                    #expect(text.contains(reason), "\(reason)")
                }
                #expect(!text.contains("nil") && !text.contains("Optional") && !text.contains("NaN"))
                #expect(!text.split(separator: "\n").contains { $0.hasSuffix(" ") })
            }
        }
    }

    @Test("of all questions has each one's own shape in JSON, and a row per figure in CSV")
    func all() async throws {
        try await withCompany { connection in
            let report = try await MetricsReport.fetch(asOf: now, on: connection)
            guard case .object(let members) = report.json else {
                Issue.record("not an object")
                return
            }
            #expect(members.map(\.name) == ["as_of", "health", "retention", "nps", "campaigns", "system", "segments"])
            #expect(members[1].value == report.health.json)
            let csv = report.text(.csv, on: plain)
            #expect(csv.hasPrefix("question,figure,value\r\nhealth,as_of,2026-03-01T12:00:00Z\r\n"))
            #expect(csv.contains("health,healthy.percent,33.33\r\n"))
            #expect(csv.contains("retention,cohorts.2025-11.size,3\r\n"))
            #expect(csv.contains("segments,segments.Enterprise.arr,3000\r\n"))
            #expect(csv.contains("campaigns,campaigns.critical.targets.response_rate,100\r\n"))
            // Foundation must find nothing to complain of.
            #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(report.text(.json, on: plain).utf8)) }
        }
    }

    @Test("of customers keeps its columns together whatever they are called")
    func customers() async throws {
        try await withCompany { connection in
            let report = try await CustomerList.fetch(asOf: now, limit: 10, on: connection)
            let text = report.text(.table, on: Terminal(isTerminal: true, environment: [:]))
            #expect(text.contains("Acme \u{FFFD}[31m株式会社"))
            let csv = report.text(.csv, on: plain)
            #expect(csv.contains(#","Borealis, GmbH","#))
        }
    }

    @Test("of a customer and of a change are whole")
    func customer() async throws {
        try await withCompany { connection in
            let profile = try await CustomerProfile.fetch("borealis", asOf: now, on: connection).text(.table, on: plain)
            #expect(profile.hasPrefix("Borealis, GmbH  as of 2026-03-01 12:00 UTC\n"))
            #expect(profile.contains("engagement  30 of 40"))
            #expect(profile.contains("Next   50 At-Risk at 2026-03-06 12:00 UTC: engagement 30 to 20 after 7 days without activity"))
            let explanation = try await Explanation.fetch("borealis", from: now.adding(days: -3), to: now, on: connection).text(
                .table, on: plain)
            #expect(
                explanation == """
                    Borealis, GmbH  from 2026-02-26 12:00 UTC to 2026-03-01 12:00 UTC

                      30 Critical to 60 At-Risk  +30

                       +30  engagement  0 to 30
                              last activity none, then 2 days before (less than 7 days)
                         0  support  30 to 30
                         0  value  0 to 0

                    """)
        }
    }
}
