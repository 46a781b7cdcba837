import CustomerMetrics
import Domain
import Foundation
import Postgres
import Schema

/// What had those who left written to support before?
struct DepartureTickets: Sendable, Hashable {
    struct Category: Sendable, Hashable {
        let name: String
        /// Each once, of all who left.
        let customers: Int
        let percent: Decimal
        /// Theirs, as it is now.
        let arr: Decimal
        let tickets: Int
        /// Not closed when they left.
        let stillOpen: Int
        /// The commonest wording; nil where no ticket has a subject.
        let subject: String?
        let subjectCustomers: Int?
        /// Active customers with such a ticket in the same number of days up to the moment.
        let stayed: Int
        let stayedPercent: Decimal?
    }

    static let windowDays = 90
    static let withinDays = 60

    /// Who left in the ``windowDays`` up to the moment.
    let left: Int
    let leftWithTickets: Int
    let active: Int
    /// The most frequent first.
    let categories: [Category]

    /// - Throws: `PostgresError`.
    static func fetch(asOf: Moment, on connection: Connection) async throws -> DepartureTickets {
        let rows = try await connection.query(
            "SELECT * FROM mainstay.departure_tickets(\(asOf), \(windowDays)::integer, \(withinDays)::integer)")
        guard let first = rows.first else { throw PostgresError.misuse("tickets of those who left gave no row") }
        return DepartureTickets(
            left: try first["all_left"], leftWithTickets: try first["left_with_tickets"], active: try first["all_stayed"],
            categories: try rows.filter { try $0.decode("category", as: String?.self) != nil }.map(Category.init))
    }
}

extension DepartureTickets.Category {
    init(_ row: Row) throws {
        self.init(
            name: try row["category"], customers: try row["customers"], percent: try row["percent"], arr: try row["arr"],
            tickets: try row["tickets"], stillOpen: try row["still_open"], subject: try row["subject"],
            subjectCustomers: try row["subject_customers"], stayed: try row["stayed"], stayedPercent: try row["stayed_percent"])
    }
}
