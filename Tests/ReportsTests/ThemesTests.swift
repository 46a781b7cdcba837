import CustomerMetrics
import Domain
import Foundation
import Testing

@testable import Reports

@Suite struct ThemesTests {
    private static let asOf = moment("2026-06-01T07:00:00Z")

    @Test("what many mention is told though its scores are like all others'") func common() async throws {
        try await ReportedCompany.with { company in
            try await company.customer("answerer")
            for (text, score, times) in [("slow", 7, 90), ("exports", 6, 6), ("billing", 7, 4), ("crashes", 1, 5)] {
                try await company.answers(times, score: score, at: "2026-05-20", text: text)
            }
            let themes = try await company.ask { try await ThemeReport.fetch(asOf: Self.asOf, on: $0) }
            // The mean is 6.64; "exports" is 0.64 from it, of 6 of 105 answers. Four mentions are too few, a mean of 1 stands out.
            #expect(themes.low.map(\.phrase) == ["crashes"])
            #expect(themes.common.map(\.phrase) == ["slow", "exports"])
            let tables = themes.section.blocks.compactMap { if case .table(let table) = $0 { table.title } else { nil } }
            #expect(tables == ["Where scores are low", "Mentioned most often, with scores not different from those of all"])
            // Now 6 of 125 are less than 5 %.
            try await company.answers(20, score: 7, at: "2026-05-21", text: "slow")
            let more = try await company.ask { try await ThemeReport.fetch(asOf: Self.asOf, on: $0) }
            #expect(more.common.map(\.phrase) == ["slow"])
        }
    }
}
