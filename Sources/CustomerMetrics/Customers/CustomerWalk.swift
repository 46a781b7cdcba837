import Foundation
import Postgres

/// The direction in which the list is gone through, and from where.
struct CustomerWalk: Sendable {
    private let isAscending: Bool
    private let place: (side: CustomerCursor.Side, key: SQL, id: UUID)?

    init(_ direction: CustomerQuery.Direction, _ place: (side: CustomerCursor.Side, key: SQL, id: UUID)?) {
        isAscending = (direction == .ascending) == (place?.side != .before)
        self.place = place
    }

    func condition(_ key: SQL, _ id: SQL) -> [SQL] {
        guard let place else { return [] }
        return ["(\(key), \(id)) \(isAscending ? ">" : "<" as SQL) (\(place.key), \(place.id))"]
    }

    func order(_ key: SQL, _ id: SQL) -> SQL { isAscending ? "\(key), \(id)" : "\(key) DESC, \(id) DESC" }
}
