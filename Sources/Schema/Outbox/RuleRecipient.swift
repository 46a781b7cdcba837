public import Postgres

/// Where the messages of a rule go.
public struct RuleRecipient: Sendable, Hashable {
    let route: String
    let channel: String
    let target: String

    /// Of the enabled routes of a rule, those with a target.
    ///
    /// - Throws: ``PostgresError``.
    public static func fetch(rule: String, on connection: Connection) async throws -> [RuleRecipient] {
        try await connection.query(
            """
            SELECT t.route_id, t.channel, btrim(t.target) AS target FROM mainstay.live_routes() AS t
             WHERE t.rule = \(rule) AND btrim(COALESCE(t.target, '')) <> '' ORDER BY t.route_id
            """
        ).map { RuleRecipient(route: try $0["route_id"], channel: try $0["channel"], target: try $0["target"]) }
    }
}
