import Domain
import Foundation
import Postgres

/// Where a typed text is looked for: places of a customer's row that an index serves from their beginning on (migration 0007).
///
/// The expressions are those of the indexes to the letter; in other words PostgreSQL would read every customer.
struct CustomerSearch: Sendable, Hashable {
    let text: String

    /// The name that lists are sorted by; empty for those without one.
    static let name: SQL = #"(COALESCE(lower(left(u.name, 200)), '') COLLATE "C")"#
    static let externalID: SQL = #"(lower(left(u.external_id, 200)) COLLATE "C")"#

    /// A place, and whether a row has it: the condition of its index.
    private struct Place {
        let beginning: SQL
        let isThere: SQL
    }

    private static let places = [
        Place(beginning: name, isThere: "true"),
        // From the second word on: "ltd" and "ltd london" find "Acme Ltd London".
        Place(
            beginning: #"(lower(substr(left(u.name, 200), strpos(left(u.name, 200), ' ') + 1)) COLLATE "C")"#,
            isThere: "strpos(left(u.name, 200), ' ') > 0"),
        // The last word, which is the family's in most names of people.
        Place(
            beginning: #"(lower(split_part(left(u.name, 200), ' ', -1)) COLLATE "C")"#, isThere: "strpos(left(u.name, 200), ' ') > 0"),
        Place(beginning: #"(lower(left(u.email, 200)) COLLATE "C")"#, isThere: "u.email IS NOT NULL"),
        Place(beginning: #"(lower(split_part(left(u.email, 200), '@', 2)) COLLATE "C")"#, isThere: "u.email IS NOT NULL"),
        Place(beginning: externalID, isThere: "u.external_id IS NOT NULL"),
    ]

    /// Whether a customer `u` fits.
    var condition: SQL {
        let places = Self.places.map { "(\(begins($0)))" as SQL }
        // Null where a place is not there, which is no fit.
        return "COALESCE(u.user_id = \(exact) OR \(places.joined(separator: " OR ")), false)"
    }

    /// The ids of the customers who fit, some of them several times.
    var candidates: SQL {
        let places = Self.places.map { "SELECT u.user_id FROM mainstay.users AS u WHERE \(begins($0))" as SQL }
        return (["SELECT u.user_id FROM mainstay.users AS u WHERE u.user_id = \(exact)"] + places).joined(separator: " UNION ALL ")
    }

    private var exact: UUID { CustomerID(source: text).uuid }

    /// A range instead of a pattern: no character of the text has a meaning of its own, and any B-tree in the order of characters serves it.
    private func begins(_ place: Place) -> SQL {
        """
        \(place.isThere) AND \(place.beginning) >= lower(\(text)) COLLATE "C" AND \(place.beginning) < (lower(\(text)) || \(Self.last)) COLLATE "C"
        """
    }

    /// Greater than any other character.
    private static let last = "\u{10FFFF}"
}
