import CustomerMetrics
import Dashboards
import Domain
import Foundation
import Postgres

/// Why customers leave: how many, what they said, and what they had written before.
struct DeparturesSection: Sendable {
    let departures: Departures
    let reasons: ChurnReasons
    /// Of the same number of days before.
    let reasonsBefore: ChurnReasons
    let tickets: DepartureTickets
    /// The names of those who wrote the newest details, by the detail.
    let writers: [String: [String]]

    static func fetch(asOf: Moment, on connection: Connection) async throws -> DeparturesSection {
        let reasons = try await ChurnReasons.fetch(asOf: asOf, on: connection)
        return DeparturesSection(
            departures: try await Departures.fetch(asOf: asOf, on: connection), reasons: reasons,
            reasonsBefore: try await ChurnReasons.fetch(asOf: asOf.adding(days: -Int64(reasons.windowDays)), on: connection),
            tickets: try await DepartureTickets.fetch(asOf: asOf, on: connection),
            writers: try await QuotedWriters.names(
                of: reasons.reasons.compactMap(\.newestDetail),
                in: """
                    SELECT e.user_id, e.detail AS text FROM mainstay.exit_surveys AS e
                     WHERE e.submitted_at > \(asOf.adding(days: -Int64(reasons.windowDays))) AND e.submitted_at <= \(asOf)
                    """, on: connection))
    }
}
