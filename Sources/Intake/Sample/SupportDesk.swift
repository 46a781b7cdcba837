import Domain

/// The tickets of one customer.
struct SupportDesk {
    private(set) var tickets: [CustomerFacts.SupportTicket] = []
    private let end: Moment

    init(end: Moment) { self.end = end }

    /// Tickets open at a moment not before the newest ticket.
    func openCount(at moment: Moment) -> Int { tickets.count { $0.closesAt > moment } }

    /// Chance of a new ticket on a day.
    static func chanceOfTicket(_ state: LifeCourse.State, isIncident: Bool) -> Double {
        let ordinary: Double
        switch state {
        case .onboarding: ordinary = 0.014
        case .engaged: ordinary = 0.0055
        case .drifting: ordinary = 0.013
        case .troubled: ordinary = 0.085
        case .recovering: ordinary = 0.006
        case .silent, .ended: return 0
        }
        return isIncident ? ordinary * 2.5 : ordinary
    }

    mutating func open(at moment: Moment, state: LifeCourse.State, isIncident: Bool, _ random: inout RandomStream) {
        guard moment <= end else { return }
        let category = CustomerFacts.SupportTicket.Category.allCases[random.pick(weights: Self.weights(state, isIncident: isIncident))]
        var hours = random.logNormal(median: Self.medianHours(category), spread: 1)
        if state == .troubled { hours *= 2 }
        if isIncident { hours *= 1.6 }
        // Customers who are asked something back take their time.
        let waits = random.chance(0.35)
        if waits { hours *= 4 }
        tickets.append(
            .init(
                id: random.uuid(), category: category, subject: TicketSubjects.subject(category, &random), openedAt: moment,
                closesAt: moment.adding(seconds: Int64(min(hours, 3_600) * 3_600)), waits: waits))
    }

    /// Closes what is open within some days, because someone took care or the customer is gone.
    mutating func closeOpen(after moment: Moment, withinDays days: Double, _ random: inout RandomStream) {
        for index in tickets.indices where tickets[index].closesAt > moment {
            let closing = moment.adding(seconds: Int64(random.between(0.1, days) * 86_400))
            tickets[index].closesAt = min(tickets[index].closesAt, closing)
        }
    }

    /// In the order of the categories: how-to, bug, performance, billing, feature request.
    private static func weights(_ state: LifeCourse.State, isIncident: Bool) -> [Double] {
        if isIncident { return [1, 4, 5, 1, 0.5] }
        switch state {
        case .onboarding: return [5.5, 1, 0.7, 1.2, 1.2]
        case .troubled: return [0.6, 4, 2.6, 2, 1.2]
        default: return [2.4, 1.8, 1.1, 1.2, 3.4]
        }
    }

    private static func medianHours(_ category: CustomerFacts.SupportTicket.Category) -> Double {
        switch category {
        case .howTo: 16
        case .bug: 120
        case .performance: 130
        case .billing: 40
        case .featureRequest: 240
        }
    }
}
