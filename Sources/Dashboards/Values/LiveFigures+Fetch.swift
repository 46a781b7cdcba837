public import Domain
import Foundation
public import Postgres
import Schema

extension LiveFigures {
    /// The stored scores as the engine has left them: a second behind the facts while it runs, and cheap enough to be asked for again and again.
    ///
    /// - Parameter asOf: the moment of the call.
    /// - Throws: ``PostgresError``.
    public static func fetch(asOf: Moment, on connection: Connection) async throws -> LiveFigures {
        let rows = try await connection.query(
            """
            SELECT count(*) AS customers, round(avg(s.total_health_score), 2) AS average_score,
                   count(*) FILTER (WHERE s.health_status = 'Healthy') AS healthy,
                   count(*) FILTER (WHERE s.health_status = 'At-Risk') AS at_risk,
                   count(*) FILTER (WHERE s.health_status = 'Critical') AS critical,
                   mainstay.freshness_percentile(\(asOf), 0.95) AS freshness_p95_ms,
                   (SELECT count(*) FROM mainstay.alerts AS a WHERE a.state IN ('pending', 'firing', 'acknowledged')) AS alerts_open
              FROM mainstay.customer_health_scores AS s
            """)
        guard let row = rows.first else { throw PostgresError.misuse("a count of the scores gave no row") }
        return LiveFigures(
            asOf: asOf, customers: try row["customers"], averageScore: try row["average_score"], healthy: try row["healthy"],
            atRisk: try row["at_risk"], critical: try row["critical"], freshnessP95Milliseconds: try row["freshness_p95_ms"],
            alertsOpen: try row["alerts_open"])
    }
}
