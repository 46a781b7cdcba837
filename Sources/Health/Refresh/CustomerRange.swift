import Foundation
import Postgres

/// Customers whose ids lie from `first` to `last`, both included: a slice of everybody, for work that is done side by side.
struct CustomerRange: Sendable, Hashable {
    let first: UUID
    let last: UUID

    static let everybody = CustomerRange(
        first: UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)),
        last: UUID(uuid: (255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255)))

    /// Ranges that together cover every possible id, each begun by one of the given ids but the first.
    ///
    /// - Parameter starts: ids in PostgreSQL's order, each once.
    static func covering(starts: [UUID]) -> [CustomerRange] {
        var ranges: [CustomerRange] = []
        var first = everybody.first
        for start in starts where start != everybody.first {
            ranges.append(CustomerRange(first: first, last: predecessor(of: start)))
            first = start
        }
        ranges.append(CustomerRange(first: first, last: everybody.last))
        return ranges
    }

    /// Cuts the customers there are into ranges of at most `size`. Ids need not be evenly spread: sources that number their customers in time
    /// have most of them in a corner.
    static func slices(on connection: Connection, size: Int) async throws -> [CustomerRange] {
        let rows = try await connection.query(
            """
            SELECT n.user_id FROM (SELECT user_id, row_number() OVER (ORDER BY user_id) - 1 AS position FROM mainstay.users) AS n
             WHERE n.position > 0 AND n.position % \(size) = 0 ORDER BY n.user_id
            """)
        return covering(starts: try rows.map { try $0.decode("user_id") })
    }

    private static func predecessor(of id: UUID) -> UUID {
        var bytes = id.uuid
        withUnsafeMutableBytes(of: &bytes) { bytes in
            for index in bytes.indices.reversed() {
                let (value, borrowed) = bytes[index].subtractingReportingOverflow(1)
                bytes[index] = value
                if !borrowed { break }
            }
        }
        return UUID(uuid: bytes)
    }
}
