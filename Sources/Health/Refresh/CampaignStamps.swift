import Domain
import Postgres
import Schema

/// Keeps the scores before and after on campaign rows: on arrival, 30 days later, and when facts of the past change.
enum CampaignStamps {
    static let rowsPerBatch = 2_000

    /// Stamps all rows that are due or in doubt, batch by batch.
    static func catchUp(on connection: Connection, asOf: Moment) async throws {
        while try await stampBatch(on: connection, asOf: asOf) > 0 {}
    }

    /// - Returns: how many rows were looked at; 0 when none is due.
    static func stampBatch(on connection: Connection, asOf: Moment) async throws -> Int {
        try await connection.query("SELECT mainstay.stamp_campaigns(\(asOf), \(rowsPerBatch)::integer) AS stamped").first?.decode("stamped")
            ?? 0
    }
}
