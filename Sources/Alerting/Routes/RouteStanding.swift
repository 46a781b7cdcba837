public import Foundation
public import Postgres

/// A route with what the parameters that it names say now.
public struct RouteStanding: Sendable, Hashable {
    public let route: Route
    /// The target, looked up where it names something; empty where nothing is set.
    public let leadsTo: String
    /// Within how many hours an answer is expected; nil where none is.
    public let answerHours: Decimal?
}

extension Routes {
    /// All routes, those of one rule together.
    public static func standing(on connection: Connection) async throws -> [RouteStanding] {
        try await connection.query(
            """
            SELECT \(Route.columns), COALESCE(mainstay.parameter_or(r.target), '') AS leads_to,
                   mainstay.parameter_or(r.answer_within)::numeric AS answer_hours
              FROM mainstay.routes AS r ORDER BY r.rule, r.purpose, r.route_id
            """
        ).map { row in
            RouteStanding(route: try Route(row), leadsTo: try row["leads_to"], answerHours: try row["answer_hours"])
        }
    }
}
