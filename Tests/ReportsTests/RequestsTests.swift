import CustomerMetrics
import Dashboards
import Domain
import Foundation
import Testing

@testable import Reports

@Suite struct RequestsTests {
    @Test("what tells who asked is in no part of the section: neither in the table nor in the chart and its numbers") func anonymous()
        async throws
    {
        try await ReportedCompany.with { company in
            for id in ["one", "two"] {
                try await company.customer(id, arr: 1000)
                try await company.ticket(
                    id, opened: "2026-05-20", category: "feature_request", subject: "Export for jane@acme.com +49 30 123 45 67")
            }
            let requests = try await company.ask {
                try await FeatureRequests.fetch(asOf: moment("2026-06-01T07:00:00Z"), limit: 1000, on: $0)
            }
            let section = requests.section
            let labels = section.blocks.flatMap { if case .chart(let chart) = $0 { chart.chart.labels } else { [String]() } }
            #expect(labels == ["Export for [address] [number]"])
            let document = ReportDocument(
                kind: .insights, asOf: requests.asOf, summary: "", changed: requests.findings, toDecide: requests.decisions, keyFigures: [],
                sections: [section])
            for text in [try document.jsonText(), ReportMarkdown.text(document), ReportHTML.file(document)] {
                #expect(!text.contains("acme.com") && !text.contains("123 45"))
            }
        }
    }
}
