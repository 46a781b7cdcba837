import Domain
import Foundation
import Postgres
import Schema

/// Facts that change a customer's score row, each committed by a statement of its own as a product would send it.
enum Fact: CaseIterable {
    case visit
    case adoption
    case ticket

    /// The kinds in turn.
    static func kind(_ index: Int) -> Fact { allCases[index % allCases.count] }

    func write(for customer: UUID, at moment: Moment, on connection: Connection) async throws {
        switch self {
        case .visit:
            try await connection.execute(
                "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at) VALUES (\(customer), 'session', \(moment))")
        case .adoption:
            try await connection.execute(
                """
                INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature)
                VALUES (\(customer), 'feature_adopted', \(moment), 'measured')
                """)
        case .ticket:
            try await connection.execute(
                "INSERT INTO mainstay.support_tickets (user_id, status, opened_at) VALUES (\(customer), 'open', \(moment))")
        }
    }

    /// Three open tickets of each, in one statement: 30 points less.
    static func writeTickets(of customers: [UUID], at moment: Moment, on connection: Connection) async throws {
        try await connection.execute(
            """
            INSERT INTO mainstay.support_tickets (user_id, status, opened_at, subject)
            SELECT t.user_id, 'open', \(moment), \(measured) FROM unnest(\(customers)) AS t (user_id), generate_series(1, 3)
            """)
    }

    /// Takes them back, and the alerts that they raised: whoever was told of a customer is not told again within a week.
    static func takeBackTickets(on connection: Connection) async throws {
        try await connection.execute(
            """
            DELETE FROM mainstay.alerts
             WHERE rule = 'critical_customer' AND user_id IN (SELECT user_id FROM mainstay.support_tickets WHERE subject = \(measured))
            """)
        try await connection.execute("DELETE FROM mainstay.support_tickets WHERE subject = \(measured)")
    }

    private static let measured = "measured by bench"

    /// A visit of each, in one statement.
    static func writeVisits(of customers: [UUID], at moment: Moment, on connection: Connection) async throws {
        try await connection.execute(
            """
            INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at)
            SELECT v.user_id, 'session', \(moment) FROM unnest(\(customers)) AS v (user_id)
            """)
    }
}
