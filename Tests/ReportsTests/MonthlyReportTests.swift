import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema
import Testing

@testable import Reports

@Suite struct MonthlyReportTests {
    @Test("the monthly reports on the sample company read as they were approved", arguments: [ReportKind.monthly, .insights])
    func golden(kind: ReportKind) async throws {
        try await SampledCompany.with(customers: 1200) { company in
            let document = try await company.ask { try await kind.document(asOf: SampledCompany.now, on: $0) }
            try GoldenText.check(ReportMarkdown.text(document), "\(kind.rawValue).md")
        }
    }

    @Test("a company without facts has every section, each saying what is missing", arguments: [ReportKind.monthly, .insights])
    func empty(kind: ReportKind) async throws {
        try await ReportedCompany.with { company in
            let document = try await company.ask { try await kind.document(asOf: SampledCompany.now, on: $0) }
            try GoldenText.check(ReportMarkdown.text(document), "\(kind.rawValue)-empty.md")
            #expect(document.toDecide.isEmpty)
        }
    }

    @Test("a report of the past is what it was then, whatever has happened since", arguments: [ReportKind.monthly, .insights])
    func reproducible(kind: ReportKind) async throws {
        try await SampledCompany.with(customers: 250) { company in
            let then = moment("2026-05-04T07:00:00Z")
            let before = try await company.ask { try await kind.document(asOf: then, on: $0) }
            try await company.customer("newcomer", created: "2026-05-20", tier: "enterprise", arr: 90_000)
            try await company.answers(50, score: 0, at: "2026-05-10", from: "newcomer", text: "Everything is terrible")
            try await company.event("newcomer", "feature_adopted", "2026-05-21", feature: "novelty")
            try await company.ticket("newcomer", opened: "2026-05-22", category: "feature_request", subject: "Novelty")
            try await company.check("2026-05-05", "crm_sync", "degraded")
            try await company.pool.execute(
                """
                UPDATE mainstay.users SET status = 'churned', churned_at = '2026-05-25'
                 WHERE user_id IN (SELECT u.user_id FROM mainstay.users AS u WHERE u.status = 'active' ORDER BY u.user_id LIMIT 20)
                """)
            try await company.pool.execute(
                "INSERT INTO mainstay.exit_surveys (user_id, reason, submitted_at) SELECT user_id, 'novelty', '2026-05-26' FROM mainstay.users LIMIT 30"
            )
            let after = try await company.ask { try await kind.document(asOf: then, on: $0) }
            #expect(try after.jsonText() == before.jsonText())
        }
    }

    @Test("figures have the digits of the metrics at the same moment")
    func agreesWithMetrics() async throws {
        try await SampledCompany.with(customers: 250) { company in
            let (document, nps, health, retention) = try await company.ask { connection in
                (
                    try await ReportKind.monthly.document(asOf: SampledCompany.now, on: connection),
                    try await NPS.fetch(asOf: SampledCompany.now, on: connection),
                    try await HealthSummary.fetch(asOf: SampledCompany.now, on: connection),
                    try await Retention.fetch(asOf: SampledCompany.now, on: connection)
                )
            }
            let figures = Dictionary(uniqueKeysWithValues: document.figures.map { ($0.key, $0.value.number) })
            #expect(figures["nps.score"] == nps.figure.score ?? nps.figure.provisionalScore)
            #expect(figures["health.average_score"] == health.averageScore)
            #expect(figures["retention.overall.month_3"] == retention.overall[1].percent)
            #expect(document.keyFigures.count == 6, "every key figure is one of a section")
        }
    }
}
