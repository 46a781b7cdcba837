public import Domain
public import Postgres
import Schema

/// Looks at the system every `health_check_interval_minutes` and writes down what it finds, from which uptime is computed.
///
/// One check is one transaction: a row of each component at one moment, and the end of earlier rows of components that are healthy again. Two servers
/// check one after the other under a lock, and the second finds that it is not due. Too many degraded checks in a row escalate the alert
/// `system_degraded`, which reads the log.
public struct SystemChecks: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    public enum Outcome: Sendable, Hashable {
        case notDue
        case checked(SystemCheck)
    }

    /// Seconds that a check may come early. Whoever asks comes every few minutes and seconds late: without them an interval would be one visit longer.
    static let tolerance: Int64 = 60

    /// Checks, unless the newest check is younger than the interval.
    ///
    /// - Throws: ``PostgresError``.
    public func runIfDue(now: Moment) async throws -> Outcome {
        try await pool.transaction { connection in
            // 'chck' in ASCII. The statement after this one sees what whoever had the lock has written.
            try await connection.execute("SELECT pg_advisory_xact_lock(x'6368636b'::integer, 0)")
            let due = try await connection.query(
                """
                SELECT COALESCE(max(l.check_timestamp) <= \(now.adding(seconds: Self.tolerance))
                                    - make_interval(mins => mainstay.parameter('health_check_interval_minutes')::integer), true) AS due
                  FROM mainstay.system_health_log AS l WHERE l.component = 'health_scores' AND l.check_timestamp <= \(now)
                """
            ).first?.decode("due", as: Bool.self)
            guard due ?? true else { return .notDue }
            return .checked(try await Self.check(now: now, on: connection))
        }
    }

    private static func check(now: Moment, on connection: Connection) async throws -> SystemCheck {
        let rows = try await connection.query(
            """
            INSERT INTO mainstay.system_health_log (check_timestamp, component, status, details)
            SELECT \(now), c.component, c.status, c.details FROM mainstay.system_components(\(now)) AS c
            RETURNING component, status
            """)
        let resolved = try await connection.execute(
            """
            UPDATE mainstay.system_health_log AS l SET resolved_at = \(now)
              FROM mainstay.system_health_log AS h
             WHERE h.check_timestamp = \(now) AND h.status = 'healthy' AND l.component = h.component
               AND l.resolved_at IS NULL AND l.status <> 'healthy' AND l.check_timestamp < \(now)
            """)
        return SystemCheck(
            asOf: now, components: try rows.map { SystemCheck.Component(name: try $0["component"], status: try $0["status"]) },
            resolved: resolved)
    }
}
