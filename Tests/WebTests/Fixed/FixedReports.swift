import Dashboards
import Domain
import Foundation
import Reports

@testable import Web

/// Two weekly reviews and an insights report, the same for ever.
struct FixedReports: ReportSource {
    /// Stands wherever a report shows text from outside.
    var text = "Acme"
    var printsPDF = false

    private static let monday = Moment(microseconds: 1_762_153_200_000_000)

    private var stored: [StoredReport] {
        [
            stored(3, .insights, Self.monday, score: 71), stored(2, .weekly, Self.monday, score: 70),
            stored(1, .weekly, Self.monday.adding(days: -7), score: 68),
        ]
    }

    private func stored(_ id: Int64, _ kind: ReportKind, _ asOf: Moment, score: Decimal) -> StoredReport {
        let document = ReportDocument(
            kind: kind, asOf: asOf, summary: "All is known about \(text).",
            changed: [ReportFinding("\(text) fell.", .worse, section: "health")],
            toDecide: [ReportDecision("Call \(text)", because: "It fell.", path: "/customers?sort=arr", section: "health")],
            keyFigures: ["health.average_score"],
            sections: [
                ReportSection(
                    id: "health", title: "Health of \(text)",
                    [
                        .figures([
                            ReportFigure("health.average_score", "Average score", .number(score), .decimal, target: .init(.atLeast, 70))
                        ])
                    ])
            ])
        return StoredReport(
            header: ReportHeader(
                id: id, kind: kind, title: document.title, asOf: asOf, madeAt: asOf.adding(seconds: 60), reason: .requested,
                madeBy: "cli:\(text)"),
            document: document, jsonText: (try? document.jsonText()) ?? "{}")
    }

    func list(_ kinds: [ReportKind], limit: Int) async throws -> [ReportHeader] {
        Array(stored.map(\.header).filter { kinds.contains($0.kind) }.prefix(limit))
    }

    func report(_ id: Int64) async throws -> StoredReport? { stored.first { $0.header.id == id } }

    func predecessor(of header: ReportHeader) async throws -> ReportHeader? {
        stored.map(\.header).first { $0.kind == header.kind && $0.asOf < header.asOf }
    }

    func pdf(_ document: ReportDocument) async throws -> Data {
        guard printsPDF else { throw ReportError.noBrowser(tried: ["chromium"]) }
        return Data("%PDF".utf8)
    }

    var fileLinks: ReportLinks { .none }
}
