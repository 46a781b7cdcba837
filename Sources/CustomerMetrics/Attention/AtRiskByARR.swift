public import Domain
public import Postgres
import Schema

/// Whose revenue is at risk? The At-Risk and Critical customers with the highest ARR.
public struct AtRiskByARR: Sendable, Hashable {
    public let asOf: Moment
    /// The highest ARR first; unknown ARR last, the lowest score first.
    public let entries: [CustomerList.Entry]

    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, limit: Int = 10, on connection: Connection) async throws -> AtRiskByARR {
        let rows = try await connection.query("SELECT * FROM mainstay.at_risk_by_arr(\(asOf), \(limit)::integer)")
        return AtRiskByARR(asOf: asOf, entries: try rows.map(CustomerList.Entry.init))
    }
}
