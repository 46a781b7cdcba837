public import Domain
public import Postgres

extension ReportKind {
    /// Makes the report of this kind.
    ///
    /// - Parameters:
    ///   - asOf: nothing that happened later may change the document.
    ///   - connection: in a transaction that sees the database as it stands at one moment, or figures may contradict each other.
    ///   - second: sees the same; of long reports half is asked there at the same time.
    public func document(asOf: Moment, on connection: Connection, beside second: Connection? = nil) async throws -> ReportDocument {
        switch self {
        case .weekly: try await WeeklyReview.document(asOf: asOf, on: connection)
        case .monthly: try await MonthlyReview.document(asOf: asOf, on: connection, beside: second ?? connection)
        case .insights: try await InsightsReport.document(asOf: asOf, on: connection, beside: second ?? connection)
        }
    }
}
