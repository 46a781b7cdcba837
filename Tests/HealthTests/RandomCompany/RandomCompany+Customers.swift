import Domain
import Foundation

extension RandomCompany {
    private static let tiers = ["enterprise", "professional", "basic", "free", "Enterprise", "", nil]
    private static let ends = ["churned", "cancelled", "paused"]
    /// Ids with which ranges of customers begin and end.
    private static let outermost = ["00000000-0000-0000-0000-000000000000", "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF"]

    /// A new customer, or one whose facts are there already: the id of somebody deleted, or of events that came first.
    mutating func insertCustomer() -> [String] {
        var id = id()
        if random.chance(percent: 25) { id = random.pick(strangers) }
        if random.chance(percent: 6), let outermost = UUID(uuidString: random.pick(Self.outermost)) { id = outermost }
        guard company.customers[id] == nil else { return [] }
        strangers.removeAll { $0 == id }
        if strangers.isEmpty { strangers = [self.id()] }

        let createdAt = moment()
        var customer = Company.Customer(id: id, createdAt: createdAt)
        if random.chance(percent: 70) { customer.email = "\(id.uuidString.prefix(4).lowercased())@example.com" }
        if random.chance(percent: 60) { customer.lastLogin = moment() }
        if random.chance(percent: 20) { customer.status = random.pick(Self.ends) }
        if random.chance(percent: 20) { customer.churnedAt = max(createdAt, random.chance(percent: 20) ? createdAt : moment()) }
        customer.tier = random.pick(Self.tiers)
        company.insert(customer)
        let row = [
            Literal.of(id), Literal.of(customer.email), Literal.of(createdAt), Literal.of(customer.lastLogin), Literal.of(customer.status),
            Literal.of(customer.churnedAt), Literal.of(customer.tier),
        ]
        return [
            "INSERT INTO mainstay.users (user_id, email, created_at, last_login, status, churned_at, subscription_tier) VALUES \(Literal.rows([row]));"
        ]
    }

    private mutating func customer() -> Company.Customer? {
        let ids = company.customerIDs
        return ids.isEmpty ? nil : company.customers[random.pick(ids)]
    }

    private mutating func update(_ ids: [UUID], _ update: Company.CustomerUpdate) -> [String] {
        for id in ids { company.update(id, update, at: changeTime) }
        var columns: [String] = []
        if let email = update.email { columns.append("email = \(Literal.of(email))") }
        if let createdAt = update.createdAt { columns.append("created_at = \(Literal.of(createdAt))") }
        if let lastLogin = update.lastLogin { columns.append("last_login = \(Literal.of(lastLogin))") }
        if let status = update.status { columns.append("status = \(Literal.of(status))") }
        if let churnedAt = update.churnedAt { columns.append("churned_at = \(Literal.of(churnedAt))") }
        if let tier = update.tier { columns.append("subscription_tier = \(Literal.of(tier))") }
        let places = ids.map { Literal.of($0) }.joined(separator: ", ")
        return ["UPDATE mainstay.users SET \(columns.joined(separator: ", ")) WHERE user_id IN (\(places));"]
    }

    /// Overwrites the last login, forward or back, in place or by the upsert of a loader.
    mutating func updateLogin() -> [String] {
        guard let customer = customer() else { return [] }
        let login = random.chance(percent: 10) ? nil : random.chance(percent: 50) ? changeTime : moment()
        guard random.chance(percent: 30) else { return update([customer.id], .init(lastLogin: .some(login))) }
        company.update(customer.id, .init(lastLogin: .some(login)), at: changeTime)
        let row = [Literal.of(customer.id), Literal.of(customer.createdAt), Literal.of(login)]
        return [
            "INSERT INTO mainstay.users (user_id, created_at, last_login) VALUES \(Literal.rows([row])) "
                + "ON CONFLICT (user_id) DO UPDATE SET last_login = excluded.last_login;"
        ]
    }

    /// Customers leave, come back, or change from one way of having left to another.
    mutating func changeStatus() -> [String] {
        guard let customer = customer() else { return [] }
        var change = Company.CustomerUpdate()
        change.status =
            customer.status == "active" ? random.pick(Self.ends) : random.chance(percent: 80) ? "active" : random.pick(Self.ends)
        switch random.number(below: 10) {
        case ..<6: break
        case ..<8: change.churnedAt = .some(max(customer.createdAt, moment()))
        case ..<9: change.churnedAt = .some(max(customer.createdAt, changeTime))
        default: change.churnedAt = .some(nil)
        }
        if random.chance(percent: 15) { change.lastLogin = .some(moment()) }
        var ids = [customer.id]
        if change.churnedAt == nil, random.chance(percent: 20), let other = self.customer(), other.id != customer.id {
            ids.append(other.id)
        }
        return update(ids, change)
    }

    /// Another end, or none, without a change of status.
    mutating func correctEnd() -> [String] {
        guard let customer = customer() else { return [] }
        let end = random.chance(percent: 25) ? nil : max(customer.createdAt, moment())
        return update([customer.id], .init(churnedAt: .some(end)))
    }

    mutating func correctStart() -> [String] {
        guard let customer = customer() else { return [] }
        var createdAt = moment()
        if let end = customer.churnedAt { createdAt = min(createdAt, end) }
        return update([customer.id], .init(createdAt: createdAt))
    }

    mutating func changeProfile() -> [String] {
        guard let customer = customer() else { return [] }
        return update([customer.id], .init(email: .some(random.pick(["x@example.com", nil])), tier: .some(random.pick(Self.tiers))))
    }

    /// The row goes, its events and tickets stay: they may find a customer again.
    mutating func deleteCustomer() -> [String] {
        guard let customer = customer() else { return [] }
        company.customers[customer.id] = nil
        strangers.append(customer.id)
        return ["DELETE FROM mainstay.users WHERE user_id = \(Literal.of(customer.id));"]
    }

    /// A loader that knows the whole past of a customer writes it down itself.
    mutating func recordStatus() -> [String] {
        let change = Company.StatusChange(customer: somebody(), moment: moment(), isActive: random.chance(percent: 50))
        company.statusChanges.append(change)
        let row = [
            Literal.of(change.customer), Literal.of(change.moment), Literal.of(change.isActive),
            Literal.of(change.isActive ? "active" : "churned"),
        ]
        return ["INSERT INTO mainstay.user_status_changes (user_id, changed_at, active, status) VALUES \(Literal.rows([row]));"]
    }

    mutating func forgetStatus() -> [String] {
        guard !company.statusChanges.isEmpty else { return [] }
        let change = random.pick(company.statusChanges)
        company.statusChanges.removeAll { $0 == change }
        return [
            "DELETE FROM mainstay.user_status_changes WHERE user_id = \(Literal.of(change.customer)) "
                + "AND changed_at = \(Literal.of(change.moment)) AND active = \(Literal.of(change.isActive));"
        ]
    }
}
