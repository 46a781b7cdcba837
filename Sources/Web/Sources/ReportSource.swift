public import Domain
public import Foundation
public import Reports

/// Where pages and the API have the stored reports from.
public protocol ReportSource: Sendable {
    /// The newest first.
    func list(_ kinds: [ReportKind], limit: Int) async throws -> [ReportHeader]
    /// - Returns: nil when there is none of this number.
    func report(_ id: Int64) async throws -> StoredReport?
    /// The newest of the same kind that speaks of an earlier moment.
    func predecessor(of header: ReportHeader) async throws -> ReportHeader?
    /// Whether this machine can make PDFs.
    var printsPDF: Bool { get }
    /// - Throws: ``ReportError`` where the machine cannot.
    func pdf(_ document: ReportDocument) async throws -> Data
    /// Where paths in a file lead that leaves the server.
    var fileLinks: ReportLinks { get }
}
