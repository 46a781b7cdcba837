import Domain
import Foundation
import Reports
import Web

/// The stored reports.
struct ReportBackend: ReportSource {
    let store: ReportStore
    let printer: PDFPrinter
    /// How others reach this server; nil where nobody said.
    let publicURL: String?

    func list(_ kinds: [ReportKind], limit: Int) async throws -> [ReportHeader] { try await store.list(kinds, limit: limit) }

    func report(_ id: Int64) async throws -> StoredReport? { try await store.find(id) }

    func predecessor(of header: ReportHeader) async throws -> ReportHeader? { try await store.predecessor(of: header) }

    var printsPDF: Bool { printer.isAvailable }

    func pdf(_ document: ReportDocument) async throws -> Data { try await printer.pdf(of: ReportHTML.file(document, links: fileLinks)) }

    var fileLinks: ReportLinks { publicURL.map(ReportLinks.server) ?? .none }
}
