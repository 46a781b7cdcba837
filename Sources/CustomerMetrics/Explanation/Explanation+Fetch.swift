public import Domain
public import Postgres
import Schema

extension Explanation {
    /// - Parameters:
    ///   - id: as a person or a program gives it: the source's id, or the UUID.
    ///   - from: the earlier moment.
    ///   - to: the later moment; nothing that happened after it is in the answer.
    /// - Throws: ``CustomerLookupError``, ``PostgresError``.
    public static func fetch(_ id: String, from: Moment, to: Moment, on connection: Connection) async throws -> Explanation {
        let customer = try await Customer.find(id, on: connection)
        // The facts of the later moment by the model of the earlier one tell behaviour and model apart.
        let rows = try await connection.query(
            """
            SELECT s.* FROM (VALUES (1, \(from), \(from)), (2, \(to), \(from)), (3, \(to), \(to))) AS asked (place, moment, model_moment)
              LEFT JOIN LATERAL mainstay.health_score_by_model(\(customer.id.uuid), asked.moment, asked.model_moment) AS s ON true
             ORDER BY asked.place
            """)
        guard rows.count == 3 else { throw PostgresError.misuse("a customer's score was computed for \(rows.count) moments, not 3") }
        let (before, expected, after) = (try Score(rows[0]), try Score(rows[1]), try Score(rows[2]))
        let models = try await (
            HealthModel(connection.row("SELECT * FROM mainstay.model_at(\(from))")),
            HealthModel(connection.row("SELECT * FROM mainstay.model_at(\(to))"))
        )
        let modelChanges = ScoreCause.ParameterChange.between(models.0, models.1)
        var parts: [Part] = []
        for component in ScoreComponent.allCases {
            guard let before, let expected, let after else {
                // Where there was no score no model has scored anything: all points came or went with the customer.
                parts.append(
                    Part(
                        component: component, behaviourPoints: (after?[component] ?? 0) - (before?[component] ?? 0), modelPoints: 0,
                        causes: []))
                continue
            }
            var causes =
                switch component {
                case .engagement: activityCauses(before, after, from: from, to: to, bandDays: models.0.bandDays)
                case .support: try await ticketCauses(of: customer.id, from: from, to: to, on: connection)
                case .value: try await featureCauses(of: customer.id, from: from, to: to, on: connection)
                }
            let ownChanges = modelChanges.filter { component.parameters.contains($0.name) }
            if !ownChanges.isEmpty { causes.append(.modelChanged(ownChanges)) }
            parts.append(
                Part(
                    component: component, behaviourPoints: expected[component] - before[component],
                    modelPoints: after[component] - expected[component], causes: causes))
        }
        return Explanation(
            customer: customer, from: from, to: to, before: before, after: after, parts: parts, modelChanges: modelChanges,
            standingChanges: try await Standing.changes(of: customer.id, upTo: to, on: connection).filter { $0.moment > from })
    }

    private static func activityCauses(_ before: Score, _ after: Score, from: Moment, to: Moment, bandDays: [Int]) -> [ScoreCause] {
        let earlier = ScoreCause.Recency(lastActivity: before.inputs.lastActivity, at: from, bandDays: bandDays)
        let later = ScoreCause.Recency(lastActivity: after.inputs.lastActivity, at: to, bandDays: bandDays)
        return earlier == later ? [] : [.activity(before: earlier, after: later)]
    }

    /// Tickets that are open at one of the moments and not at the other: exactly the difference of the two counts.
    private static func ticketCauses(
        of customer: CustomerID, from: Moment, to: Moment, on connection: Connection
    ) async throws -> [ScoreCause] {
        try await connection.query(
            """
            SELECT \(Ticket.columns(asOf: to)) FROM mainstay.support_tickets AS t
             WHERE t.user_id = \(customer.uuid) AND \(Ticket.isOpen(at: from)) <> \(Ticket.isOpen(at: to))
             ORDER BY CASE WHEN \(Ticket.isOpen(at: to)) THEN t.opened_at ELSE t.closed_at END, t.ticket_id
            """
        ).map { row in
            let ticket = try Ticket(row)
            return ticket.isOpen ? .ticketOpened(ticket) : .ticketClosed(ticket)
        }
    }

    private static func featureCauses(
        of customer: CustomerID, from: Moment, to: Moment, on connection: Connection
    ) async throws -> [ScoreCause] {
        let adoptions = try await connection.query(
            """
            SELECT a.feature, a.adopted_at, a.adoptions, EXISTS (SELECT FROM mainstay.features AS f WHERE f.name = a.feature AND f.core) AS core
              FROM (SELECT NULLIF(e.feature, '') AS feature, min(e.occurred_at) AS adopted_at,
                           count(*) FILTER (WHERE e.occurred_at > \(from)) AS adoptions
                      FROM mainstay.usage_events AS e
                     WHERE e.user_id = \(customer.uuid) AND e.event_type = 'feature_adopted' AND e.occurred_at <= \(to)
                     GROUP BY NULLIF(e.feature, '')) AS a
             ORDER BY a.adopted_at, a.feature
            """)
        return try adoptions.compactMap { row in
            let adoptions: Int = try row["adoptions"]
            guard let feature: String = try row["feature"] else { return adoptions > 0 ? .unnamedFeaturesAdopted(adoptions) : nil }
            let moment: Moment = try row["adopted_at"]
            return moment > from ? .featureAdopted(feature, at: moment, isCore: try row["core"]) : nil
        }
    }
}
