import Domain
import Foundation

extension RandomCompany {
    /// Only `open` and `pending` mean open, whatever others sound like.
    private static let statuses = ["open", "open", "open", "pending", "closed", "resolved", "Open", "on-hold"]

    private mutating func end(from openedAt: Moment) -> Moment? {
        switch random.number(below: 10) {
        case ..<5: nil
        case ..<6: openedAt
        default: max(openedAt, moment())
        }
    }

    mutating func insertTickets() -> [String] {
        let tickets = (0..<random.number(in: 1...3)).map { _ in
            let openedAt = moment()
            return Company.Ticket(
                id: id(), customer: somebody(), status: random.pick(Self.statuses), openedAt: openedAt, closedAt: end(from: openedAt))
        }
        company.tickets += tickets
        let rows = tickets.map {
            [Literal.of($0.customer), Literal.of($0.id), Literal.of($0.status), Literal.of($0.openedAt), Literal.of($0.closedAt)]
        }
        return ["INSERT INTO mainstay.support_tickets (user_id, ticket_id, status, opened_at, closed_at) VALUES \(Literal.rows(rows));"]
    }

    private mutating func ticket() -> Company.Ticket? { company.tickets.isEmpty ? nil : random.pick(company.tickets) }

    /// Closed or reopened, with or without saying when.
    mutating func changeTicket() -> [String] {
        guard let ticket = ticket() else { return [] }
        let status = random.pick(Self.statuses)
        let saysWhen = random.chance(percent: 40)
        let closedAt = saysWhen ? end(from: ticket.openedAt) : ticket.closedAt
        company.update(ticket: ticket.id, status: status, closedAt: closedAt, at: changeTime)
        return [
            "UPDATE mainstay.support_tickets SET status = \(Literal.of(status))\(saysWhen ? ", closed_at = \(Literal.of(closedAt))" : "") "
                + "WHERE ticket_id = \(Literal.of(ticket.id));"
        ]
    }

    /// Another beginning or another customer.
    mutating func correctTicket() -> [String] {
        guard !company.tickets.isEmpty else { return [] }
        let place = random.pick(company.tickets.indices)
        var ticket = company.tickets[place]
        ticket.openedAt = moment()
        if let closedAt = ticket.closedAt { ticket.openedAt = min(ticket.openedAt, closedAt) }
        if random.chance(percent: 30) { ticket.customer = somebody() }
        company.tickets[place] = ticket
        return [
            "UPDATE mainstay.support_tickets SET user_id = \(Literal.of(ticket.customer)), opened_at = \(Literal.of(ticket.openedAt)) "
                + "WHERE ticket_id = \(Literal.of(ticket.id));"
        ]
    }

    mutating func deleteTicket() -> [String] {
        guard let ticket = ticket() else { return [] }
        company.tickets.removeAll { $0.id == ticket.id }
        return ["DELETE FROM mainstay.support_tickets WHERE ticket_id = \(Literal.of(ticket.id));"]
    }

    mutating func truncateTickets() -> [String] {
        company.tickets = []
        return ["TRUNCATE mainstay.support_tickets;"]
    }
}
