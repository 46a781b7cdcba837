import Foundation
import Postgres

/// Customers picked by chance, the same ones for the same seed.
enum ChosenCustomers {
    /// - Returns: so many different customers who have a score.
    static func pick(_ count: Int, seed: String, on connection: Connection) async throws -> [UUID] {
        let rows = try await connection.query(
            "SELECT user_id FROM mainstay.customer_health_scores ORDER BY md5(user_id::text || \(seed)) LIMIT \(count)")
        guard rows.count == count else { throw BenchError.unexpected("the company has only \(rows.count) customers with a score") }
        return try rows.map { try $0.decode("user_id") }
    }

    /// Customers who are Critical as soon as three tickets are open, and of whom nobody was told before.
    ///
    /// - Returns: fewer where there are fewer.
    static func almostCritical(_ count: Int, seed: String, on connection: Connection) async throws -> [UUID] {
        try await connection.query(
            """
            SELECT s.user_id FROM mainstay.customer_health_scores AS s
             WHERE s.health_status = 'At-Risk' AND s.support_score = 30
               AND NOT EXISTS (SELECT FROM mainstay.alerts AS a WHERE a.user_id = s.user_id)
             ORDER BY md5(s.user_id::text || \(seed)) LIMIT \(count)
            """
        ).map { try $0.decode("user_id") }
    }
}
