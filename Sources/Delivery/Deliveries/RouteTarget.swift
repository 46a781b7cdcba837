public import Postgres

/// Where a route leads.
public struct RouteTarget: Sendable, Hashable {
    public let route: String
    public let channel: String
    public let target: String

    /// Of all routes that are switched on, their parameters looked up.
    public static func all(on connection: Connection) async throws -> [RouteTarget] {
        try await connection.query("SELECT route_id, channel, target FROM mainstay.live_routes() ORDER BY route_id").map { row in
            RouteTarget(route: try row.decode("route_id"), channel: try row.decode("channel"), target: try row.decode("target"))
        }
    }

    /// - Throws: ``DeliveryError/routeUnknown(_:)``.
    public static func fetch(_ route: String, on connection: Connection) async throws -> RouteTarget {
        guard let found = try await all(on: connection).first(where: { $0.route == route }) else { throw DeliveryError.routeUnknown(route) }
        return found
    }
}
