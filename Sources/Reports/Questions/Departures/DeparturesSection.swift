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
            writers: try await writers(of: reasons.reasons.compactMap(\.newestDetail), reasons, on: connection))
    }

    /// Who wrote a detail, where a single customer did: what several wrote alike tells of none of them.
    private static func writers(of details: [String], _ reasons: ChurnReasons, on connection: Connection) async throws -> [String: [String]]
    {
        guard !details.isEmpty else { return [:] }
        let rows = try await connection.query(
            """
            SELECT btrim(e.detail) AS detail, min(u.name) AS name
              FROM mainstay.exit_surveys AS e JOIN mainstay.users AS u ON u.user_id = e.user_id
             WHERE e.submitted_at > \(reasons.asOf.adding(days: -Int64(reasons.windowDays))) AND e.submitted_at <= \(reasons.asOf)
               AND btrim(e.detail) = ANY (\(details))
             GROUP BY btrim(e.detail) HAVING count(DISTINCT e.user_id) = 1 AND min(u.name) IS NOT NULL
            """)
        return Dictionary(
            uniqueKeysWithValues: try rows.map { (try $0.decode("detail", as: String.self), [try $0.decode("name", as: String.self)]) })
    }
}
