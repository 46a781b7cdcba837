public import Domain
public import Postgres

/// What one kind of report says.
public protocol ReportContents {
    static var kind: ReportKind { get }

    /// - Parameters:
    ///   - asOf: nothing that happened later may change the document.
    ///   - connection: in a transaction that sees the database as it stands at one moment, or figures may contradict each other.
    static func document(asOf: Moment, on connection: Connection) async throws -> ReportDocument
}
