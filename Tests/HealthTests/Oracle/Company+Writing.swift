import Domain
import Foundation

/// What becomes of a write: the rules of metrics.md §1 (status changes) and §2 ("so that no fact is lost").
extension Company {
    /// What an UPDATE of a customer sets; nil leaves a column alone, and a nil inside sets it to NULL.
    struct CustomerUpdate: Sendable {
        var email: String??
        var createdAt: Moment?
        var lastLogin: Moment??
        var status: String?
        var churnedAt: Moment??
        var tier: String??
    }

    mutating func insert(_ customer: Customer) {
        var customer = customer
        // Arrived already ended, and did not say when.
        if customer.status != "active", customer.churnedAt == nil { customer.churnedAt = customer.createdAt }
        customers[customer.id] = customer
        keepLogin(of: customer.id, customer.lastLogin)
    }

    /// The row after the update; `moment` is the time of the change, for what is not dated.
    mutating func update(_ id: UUID, _ update: CustomerUpdate, at moment: Moment) {
        guard let old = customers[id] else { return }
        var new = old
        if let email = update.email { new.email = email }
        if let createdAt = update.createdAt { new.createdAt = createdAt }
        if let lastLogin = update.lastLogin { new.lastLogin = lastLogin }
        if let status = update.status { new.status = status }
        if let churnedAt = update.churnedAt { new.churnedAt = churnedAt }
        if let tier = update.tier { new.tier = tier }

        let leaves = old.status == "active" && new.status != "active"
        let returns = old.status != "active" && new.status == "active"
        let hadReturned = old.churnedAt.map { $0 <= moment } == true && Oracle(self).life(of: id).isActive(at: moment)

        if new.status != "active", new.churnedAt == nil {
            new.churnedAt = leaves ? max(moment, new.createdAt) : old.churnedAt
        } else if leaves, hadReturned, new.churnedAt == old.churnedAt {
            // The end that is stored is that of the earlier time, so this one does not say when.
            new.churnedAt = max(moment, new.createdAt)
        }
        // The row has room for one end; the one before stays a fact.
        if let end = old.churnedAt, end <= moment, new.churnedAt != end, returns || (leaves && hadReturned) {
            statusChanges.append(StatusChange(customer: id, moment: end, isActive: false))
        }
        if returns { statusChanges.append(StatusChange(customer: id, moment: moment, isActive: true)) }
        customers[id] = new
        // The end that is stored lies before the return that it should undo, or in the same instant.
        if leaves, let end = new.churnedAt, end <= moment, Oracle(self).life(of: id).isActive(at: moment) {
            statusChanges.append(StatusChange(customer: id, moment: moment, isActive: false))
        }
        if new.lastLogin != old.lastLogin { keepLogin(of: id, new.lastLogin) }
    }

    /// Every value that `last_login` takes is also an event, one per instant.
    private mutating func keepLogin(of id: UUID, _ login: Moment?) {
        guard let login, !events.contains(where: { $0.customer == id && $0.type == "login" && $0.moment == login }) else { return }
        events.append(UsageEvent(id: nil, customer: id, type: "login", moment: login, feature: nil))
    }

    /// Sets a ticket's status and end; closing it without saying when stamps the time of the change.
    mutating func update(ticket id: UUID, status: String, closedAt: Moment?, at moment: Moment) {
        guard let index = tickets.firstIndex(where: { $0.id == id }) else { return }
        var ticket = tickets[index]
        if Ticket.isOpen(status: ticket.status), ticket.closedAt == nil, !Ticket.isOpen(status: status), closedAt == nil {
            ticket.closedAt = max(moment, ticket.openedAt)
        } else {
            ticket.closedAt = closedAt
        }
        ticket.status = status
        tickets[index] = ticket
    }
}
