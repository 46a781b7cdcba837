import CustomerMetrics
import Dashboards
import Domain
import Foundation
import Postgres
import Schema
import Testing

@testable import Reports

@Suite struct FeatureUseTests {
    private static let asOf = moment("2026-06-01T07:00:00Z")

    @Test("adopted ever and used in 30 days, of the active customers of each segment") func use() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("big", tier: "enterprise")
            try await company.customer("small", tier: nil)
            try await company.customer("gone", tier: "enterprise", churned: "2026-05-01")
            try await company.event("big", "feature_adopted", "2026-01-01", feature: "reports")
            try await company.event("big", "feature_adopted", "2026-01-02", feature: "reports")
            // 30 days before to the microsecond is outside; one later is inside.
            try await company.event("big", "feature_used", "2026-05-02T07:00:00Z", feature: "reports")
            try await company.event("small", "feature_used", "2026-05-02T07:00:00.000001Z", feature: "reports")
            try await company.event("small", "feature_adopted", "2026-06-01T07:00:00.000001Z", feature: "later")
            try await company.event("small", "feature_used", "2026-05-20", feature: "")
            try await company.event("gone", "feature_used", "2026-04-20", feature: "reports")
            let use = try await company.ask { try await FeatureUse.fetch(asOf: Self.asOf, on: $0) }
            #expect(use.all.map(\.name) == ["reports"])
            let reports = try #require(use.all.first)
            #expect(reports.adopted.part == 1 && reports.adopted.whole == 2 && reports.adopted.percent == 50)
            #expect(reports.used.part == 1 && reports.used.percent == 50)
            #expect(Set(use.segments.keys) == [.enterprise, .free])
            #expect(use.feature("reports", in: .enterprise)?.adopted.part == 1)
            #expect(use.feature("reports", in: .enterprise)?.used.part == 0)
            #expect(use.feature("reports", in: .free)?.used.percent == 100)
        }
    }

    @Test("adoption is that of the metric, and sums up over the segments") func agrees() async throws {
        try await SampledCompany.with { company in
            let (use, adoption) = try await company.ask { connection in
                (
                    try await FeatureUse.fetch(asOf: SampledCompany.now, on: connection),
                    try await FeatureAdoption.fetch(asOf: SampledCompany.now, on: connection)
                )
            }
            #expect(use.all.count == adoption.features.count && !use.all.isEmpty)
            for feature in use.all {
                #expect(feature.adopted == adoption.features.first { $0.name == feature.name }?.adopted)
                #expect(Segment.allCases.reduce(0) { $0 + (use.feature(feature.name, in: $1)?.used.part ?? 0) } == feature.used.part)
            }
        }
    }

    @Test("a feature that is only listed has nobody; without customers there is nothing") func nobody() async throws {
        try await ReportedCompany.with { company in
            try await company.pool.execute("INSERT INTO mainstay.features (name, core) VALUES ('planned', true)")
            let none = try await company.ask { try await FeatureUse.fetch(asOf: Self.asOf, on: $0) }
            #expect(none.all.isEmpty && none.findings.isEmpty)
            try await company.customer("one")
            let listed = try await company.ask { try await FeatureUse.fetch(asOf: Self.asOf, on: $0) }
            #expect(listed.all.map(\.used.part) == [0] && listed.all.first?.isCore == true)
            let figure = try #require(listed.section.figures.first { $0.key == "features.most_used" })
            #expect(figure.value == .null && figure.interval == nil && figure.note == "no named feature was used in 30 days")
            try await company.event("one", "feature_used", "2026-05-20", feature: "planned")
            let used = try await company.ask { try await FeatureUse.fetch(asOf: Self.asOf, on: $0) }
            let known = try #require(used.section.figures.first { $0.key == "features.most_used" })
            #expect(known.value == .number(100) && known.note == "planned, in 30 days")
            #expect(known.title == "Customers who used the most used feature", "two reports name the figure alike")
        }
    }
}
