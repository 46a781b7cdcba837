import Domain
import Foundation

/// The answers of metrics.md §1–§3 and §5, computed from the facts in the plainest way there is.
struct Oracle: Sendable {
    let company: Company
    private let lives: [UUID: CustomerLife]

    init(_ company: Company) {
        self.company = company
        let events = Dictionary(grouping: company.events, by: \.customer)
        let tickets = Dictionary(grouping: company.tickets, by: \.customer)
        let changes = Dictionary(grouping: company.statusChanges, by: \.customer)
        let core = Set(company.features.filter(\.value).keys)
        lives = company.customers.mapValues { customer in
            CustomerLife(
                customer: customer, changes: changes[customer.id] ?? [], events: events[customer.id] ?? [],
                tickets: tickets[customer.id] ?? [], coreFeatures: core, models: company.models)
        }
    }

    /// A customer's facts; those of somebody who is no customer count nowhere.
    func life(of id: UUID) -> CustomerLife {
        lives[id] ?? CustomerLife(customer: nil, changes: [], events: [], tickets: [], coreFeatures: [], models: company.models)
    }

    /// The scores of all who are active at a moment.
    func scores(at moment: Moment) -> [UUID: ScoreRow] { lives.compactMapValues { $0.row(at: moment) } }

    /// When those without a score are to be looked at again.
    func upcomingChanges(at moment: Moment) -> [UUID: Moment] {
        lives.compactMapValues { life in life.isActive(at: moment) ? nil : life.nextFact(after: moment) }
    }

    func retentionMasks(at moment: Moment) -> [UUID: RetentionMasks] { lives.compactMapValues { $0.retentionMasks(at: moment) } }
}
