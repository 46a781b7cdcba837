public import Domain
public import Foundation
public import Postgres
import Schema

/// Who a customer is.
public struct Customer: Sendable, Hashable {
    public let id: CustomerID
    public let name: String?
    public let email: String?
    public let segment: Segment
    /// Annual recurring revenue, in the currency of the facts.
    public let arr: Decimal?

    /// The UUID as PostgreSQL writes it.
    public var uuidText: String { id.uuid.uuidString.lowercased() }

    /// The members that every answer about a customer begins with.
    var jsonMembers: [JSON.Member] {
        [
            JSON.Member("customer_id", .string(id.shown)),
            JSON.Member("user_id", .string(uuidText)),
            JSON.Member("name", .from(name)),
            JSON.Member("email", .from(email)),
            JSON.Member("segment", .string(segment.rawValue)),
            JSON.Member("arr", .from(arr)),
        ]
    }
}

extension Customer {
    /// - Parameter row: with user_id, external_id, name, email, subscription_tier and arr of `mainstay.users`.
    public init(_ row: Row) throws {
        id = CustomerID(uuid: try row["user_id"], externalID: try row["external_id"])
        name = try row["name"]
        email = try row["email"]
        segment = Segment(subscriptionTier: try row["subscription_tier"])
        arr = try row["arr"]
    }
}

/// Why an id does not name a customer.
public enum CustomerLookupError: Error, Hashable, Sendable {
    /// Nobody has this id, neither as UUID nor at the source.
    case noCustomer(String)
    /// Several customers have this id at the source.
    case severalCustomers(String, [UUID])
}

extension CustomerLookupError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noCustomer(let id):
            "no customer '\(id)': give the id that the source uses, or the UUID; `mainstay customers` lists them"
        case .severalCustomers(let id, let found):
            "several customers have the id '\(id)' at the source; give one of their UUIDs: "
                + found.map { $0.uuidString.lowercased() }.joined(separator: ", ")
        }
    }
}

extension Customer {
    /// Finds a customer by the id that a person or a program gives: the source's, or the UUID.
    ///
    /// The mapping of ids needs no look-up. A row that somebody wrote with a source id and another UUID is found as well.
    /// - Throws: ``CustomerLookupError``, ``PostgresError``.
    public static func find(_ id: String, on connection: Connection) async throws -> Customer {
        let columns: SQL = "SELECT user_id, external_id, name, email, subscription_tier, arr FROM mainstay.users"
        if let row = try await connection.query("\(columns) WHERE user_id = \(CustomerID(source: id).uuid)").first {
            return try Customer(row)
        }
        // The index has the beginnings of ids in lower case; the id itself decides.
        let customers = try await connection.query(
            """
            \(columns) AS u WHERE \(CustomerSearch.externalID) = lower(left(\(id), 200)) COLLATE "C" AND u.external_id = \(id)
             ORDER BY user_id LIMIT 5
            """
        ).map(Customer.init)
        guard customers.count <= 1 else { throw CustomerLookupError.severalCustomers(id, customers.map(\.id.uuid)) }
        guard let customer = customers.first else { throw CustomerLookupError.noCustomer(id) }
        return customer
    }
}
