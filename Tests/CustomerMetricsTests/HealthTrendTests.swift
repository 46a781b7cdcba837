import Domain
import Foundation
import Postgres
import TestSupport
import Testing

@testable import CustomerMetrics

@Suite("Health by day")
struct HealthTrendTests {
    @Test("has every day whose 02:00 has passed, with the kept figures where there are some")
    func days() async throws {
        try await Company.with { company in
            try await company.pool.execute(
                """
                INSERT INTO mainstay.daily_figures (day, segment, customers, average_score, healthy, at_risk, critical) VALUES
                    ('2026-05-30', 'All', 3, 61.33, 1, 1, 1), ('2026-05-30', 'Basic', 3, 61.33, 1, 1, 1), ('2026-06-01', 'All', 0, NULL, 0, 0, 0),
                    ('2026-06-02', 'All', 9, 99, 9, 0, 0)
                """)
            let trend = try await company.ask { try await HealthTrend.fetch(asOf: at("2026-06-01T02:00:00Z"), days: 3, on: $0) }
            #expect(trend.days.map { "\($0.day)" } == ["2026-05-30", "2026-05-31", "2026-06-01"])
            #expect(
                trend.days[0].figures
                    == HealthTrend.Figures(customers: 3, averageScore: Decimal(string: "61.33"), healthy: 1, atRisk: 1, critical: 1))
            #expect(trend.days[1].figures == nil)
            #expect(trend.days[2].figures?.customers == 0 && trend.days[2].figures?.averageScore == nil)
            let earlier = try await company.ask {
                try await HealthTrend.fetch(asOf: at("2026-06-01T01:59:59.999999Z"), days: 3, on: $0)
            }
            #expect(earlier.days.last.map { "\($0.day)" } == "2026-05-31")
        }
    }
}
