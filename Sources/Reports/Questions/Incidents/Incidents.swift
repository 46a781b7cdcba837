import Domain
import Foundation
import Postgres
import Schema

/// When did the success system not work, and why?
struct Incidents: Sendable, Hashable {
    struct Incident: Sendable, Hashable {
        enum Kind: String, Sendable, Hashable, PostgresDecodable {
            case degraded
            /// No check was on record: nobody watched.
            case silent
        }

        let kind: Kind
        let began: Moment
        /// Its end, or the moment of asking where it goes on.
        let ended: Moment
        let isOngoing: Bool
        let minutes: Decimal
        /// Why, in words.
        let cause: String
    }

    static let windowDays = 30

    /// Oldest first.
    let incidents: [Incident]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> Incidents {
        Incidents(
            incidents: try await connection.query("SELECT * FROM mainstay.system_incidents(\(asOf), \(windowDays)::integer)")
                .map(Incident.init))
    }
}

extension Incidents.Incident {
    init(_ row: Row) throws {
        let kind: Kind = try row["kind"]
        self.init(
            kind: kind, began: try row["began_at"], ended: try row["ended_at"], isOngoing: try row["ongoing"], minutes: try row["minutes"],
            cause: kind == .silent
                ? "no check was made"
                : Self.cause(
                    try row["components"], crmSuccess: try row["lowest_crm_success"], scoreAge: try row["highest_score_age_hours"]))
    }

    /// The worst that was seen of each component that was Degraded.
    static func cause(_ components: [String], crmSuccess: Decimal?, scoreAge: Decimal?) -> String {
        let causes = components.map { component in
            switch component {
            case "crm_sync": crmSuccess.map { "CRM syncs succeeded in only \(NumberText.decimal($0)) % of runs" } ?? "no CRM sync ran"
            case "health_scores":
                scoreAge.map { "scores were up to \(NumberText.decimal($0)) hours old" } ?? "scores were never refreshed"
            default: component.replacing("_", with: " ")
            }
        }
        return causes.isEmpty ? "no cause is on record" : causes.joined(separator: "; ")
    }
}
