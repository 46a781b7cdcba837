import Domain
import Postgres

/// What people did about an alert so far, and how often they were told of it again.
struct AlertDeeds: Sendable {
    struct Repeated: Sendable {
        let times: Int
        /// The last time.
        let at: Moment

        var past: CustomerFacts.Past { .init(at: at, text: "the team was told again \(times == 1 ? "once" : "\(times) times")") }
    }

    /// Comments, and to whom it was given and why; the newest first.
    var noted: [CustomerFacts.Past] = []
    var repeated: Repeated?

    /// So many of an alert, and so many characters of one.
    private static let most = (noted: 10, characters: 300)

    static func fetch(_ alerts: [Int64], asOf: Moment, on connection: Connection) async throws -> [Int64: AlertDeeds] {
        var deeds: [Int64: AlertDeeds] = [:]
        let noted = try await connection.query(
            """
            SELECT m.alert_id, m.moved_at, m.move, m.actor, m.reason
              FROM unnest(\(alerts)) AS a (alert_id)
              CROSS JOIN LATERAL (SELECT n.* FROM mainstay.alert_moves AS n
                                   WHERE n.alert_id = a.alert_id AND n.move IN ('commented', 'assigned') AND n.moved_at <= \(asOf)
                                   ORDER BY n.move_id DESC LIMIT \(most.noted)) AS m
             ORDER BY m.move_id DESC
            """)
        for row in noted {
            let reason: String = try row.decode("reason", as: String?.self) ?? ""
            let by = AlertDesk.name(of: try row["actor"]).map { " by \($0)" } ?? ""
            let text = try row.decode("move", as: String.self) == "assigned" ? "assigned\(by) \(reason)" : "comment\(by): \(reason)"
            deeds[try row["alert_id"], default: AlertDeeds()].noted.append(.init(at: try row["moved_at"], text: cut(text)))
        }
        let repeats = try await connection.query(
            """
            SELECT m.alert_id, count(*) AS times, max(m.moved_at) AS at FROM mainstay.alert_moves AS m
             WHERE m.alert_id = ANY (\(alerts)) AND m.move = 'repeated' AND m.moved_at <= \(asOf) GROUP BY m.alert_id
            """)
        for row in repeats {
            deeds[try row["alert_id"], default: AlertDeeds()].repeated = Repeated(times: try row["times"], at: try row["at"])
        }
        return deeds
    }

    private static func cut(_ text: String) -> String {
        text.count <= most.characters ? text : text.prefix(most.characters - 1) + "…"
    }
}
