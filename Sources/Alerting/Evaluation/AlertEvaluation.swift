public import Domain
import Foundation
public import Postgres
import Schema

/// Looks at what is due: opens and ends alerts of figures, lets fire what has lasted, repeats, escalates, and puts the messages into the outbox.
///
/// All of it is one transaction under a lock of its own, so that it happens or does not, whoever dies; two servers evaluate one after the other,
/// and the second finds nothing left to do.
public struct AlertEvaluation: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// What there is to do.
    public struct Due: Sendable, Hashable {
        /// Whether the clock has brought anything.
        public let byClock: Bool
        /// What was asked for since figures changed, each with its rules: one is done when all of them are looked at in one evaluation.
        public let requests: Set<Set<AlertRule>>

        public init(byClock: Bool, requests: Set<Set<AlertRule>>) { (self.byClock, self.requests) = (byClock, requests) }
    }

    /// Cheap: asked several times a second.
    public func due(asOf: Moment) async throws -> Due {
        let rows = try await pool.query("SELECT topic, rules FROM mainstay.evaluation_due(\(asOf))").map { row in
            (topic: try row.decode("topic", as: String.self), rules: Set(try row.decode("rules", as: [AlertRule].self)))
        }
        return Due(
            byClock: rows.contains { $0.topic == "clock" }, requests: Set(rows.lazy.filter { $0.topic != "clock" }.map(\.rules)))
    }

    /// - Parameter figures: the rules whose figures are looked at as well; with none, only what is due by the clock.
    /// - Throws: ``PostgresError``; nothing has happened then.
    @discardableResult
    public func run(asOf: Moment, figures: Set<AlertRule> = AlertRule.ofFigures) async throws -> EvaluationReport {
        try await pool.transaction { connection in
            // Before anything is read: what an evaluation does for which this one waits is not this one's.
            try await connection.execute("SELECT pg_advisory_xact_lock(mainstay.alert_lock_key())")
            let newest: Int64 =
                try await connection.query("SELECT COALESCE(max(move_id), 0) AS newest FROM mainstay.alert_moves").first?.decode("newest")
                ?? 0
            let orders = try await connection.query(
                "SELECT kind, rule, route_id, channel, target, alert_ids FROM mainstay.evaluate_alerts(\(asOf), \(figures.sorted()))"
            ).map(MessageOrder.init)
            var contents: [MessageOrder.Matter: String] = [:]
            var messages: [EvaluationReport.Message] = []
            for order in orders {
                let content: String
                if let known = contents[order.matter] {
                    content = known
                } else {
                    content = try await AlertMessage.fetch(order.matter, asOf: asOf, on: connection).content.jsonText()
                    contents[order.matter] = content
                }
                let rows = try await connection.query(
                    """
                    SELECT mainstay.enqueue_message(\(order.routeID), \(order.channel), \(order.target), \(order.matter.kind.rawValue),
                        \(order.matter.rule), \(order.matter.rule), \(content)::jsonb, \(order.matter.alerts), \(asOf)) AS message_id
                    """)
                guard let id: UUID = try rows.first?.decode("message_id") else { continue }
                messages.append(
                    EvaluationReport.Message(
                        id: id, kind: order.matter.kind.rawValue, rule: order.matter.rule, routeID: order.routeID, channel: order.channel,
                        target: order.target, alerts: order.matter.alerts.count))
            }
            let moves = try await connection.query(
                """
                SELECT move, count(*) AS moves FROM mainstay.alert_moves WHERE move_id > \(newest) AND actor = 'evaluation' GROUP BY move
                """
            ).map { row -> (String, Int) in (try row["move"], try row["moves"]) }
            return EvaluationReport(moves: Dictionary(uniqueKeysWithValues: moves), messages: messages)
        }
    }
}

/// A message that is to be written.
struct MessageOrder: Sendable {
    /// What it is about. Several routes may be told of the same.
    struct Matter: Sendable, Hashable {
        let kind: Kind
        let rule: AlertRule
        /// The highest revenue first.
        let alerts: [Int64]
    }

    enum Kind: String, Sendable, PostgresDecodable {
        case fired, repeated, escalated, resolved
    }

    let matter: Matter
    let routeID: String?
    let channel: String
    let target: String

    init(_ row: Row) throws {
        matter = Matter(kind: try row["kind"], rule: try row["rule"], alerts: try row["alert_ids"])
        (routeID, channel, target) = (try row["route_id"], try row["channel"], try row["target"])
    }
}
