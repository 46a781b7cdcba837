import Domain
import Foundation
import Postgres

/// A customer as somebody names one: by the id that the database has, or by that of the source.
enum NamedCustomer {
    /// Whom the source calls so, from the index of its ids.
    static func ofSource(_ name: String) -> SQL {
        """
        SELECT c.user_id FROM mainstay.users AS c
         WHERE lower(left(c.external_id, 200)) COLLATE "C" = lower(left(\(name), 200)) COLLATE "C" AND c.external_id = \(name)
        """
    }

    /// - Throws: ``AlertError/customerUnknown(_:)``, ``PostgresError``.
    static func find(_ name: String, on connection: Connection) async throws -> UUID {
        let rows = try await connection.query(
            """
            SELECT user_id FROM mainstay.users WHERE user_id = \(CustomerID(source: name).uuid)
            UNION ALL
            (\(ofSource(name)))
             LIMIT 1
            """)
        guard let row = rows.first else { throw AlertError.customerUnknown(name) }
        return try row["user_id"]
    }
}
