import Domain
import Foundation

extension RandomCompany {
    private static let types = ["feature_adopted", "feature_adopted", "feature_adopted", "page_view", "login", "api_call"]
    static let featureNames: [String?] = ["reports", "export", "api", "sso", "café", "", nil]

    private mutating func event() -> Company.UsageEvent {
        let type = random.pick(Self.types)
        let named = type == "feature_adopted" || random.chance(percent: 20)
        return Company.UsageEvent(
            id: id(), customer: somebody(), type: type, moment: moment(), feature: named ? random.pick(Self.featureNames) : nil)
    }

    private mutating func events() -> [Company.UsageEvent] {
        var events = (0..<random.number(in: 1...5)).map { _ in event() }
        if random.chance(percent: 20) {
            // The same thing in the same instant.
            let first = events[0]
            events.append(
                Company.UsageEvent(id: id(), customer: first.customer, type: first.type, moment: first.moment, feature: first.feature))
        }
        return events
    }

    private func insert(_ events: [Company.UsageEvent]) -> String {
        let rows = events.compactMap { event in
            event.id.map {
                [
                    Literal.of(event.customer), Literal.of(event.type), Literal.of(event.moment), Literal.of(event.feature), Literal.of($0),
                ]
            }
        }
        return "INSERT INTO mainstay.usage_events (user_id, event_type, occurred_at, feature, event_id) VALUES \(Literal.rows(rows));"
    }

    mutating func insertEvents() -> [String] {
        let events = events()
        company.events += events
        return [insert(events)]
    }

    /// Without a queue entry for each customer, but one for everybody.
    mutating func bulkLoad() -> [String] {
        let events = events()
        company.events += events
        return [
            "SET LOCAL mainstay.bulk_load = 'on';", insert(events), "INSERT INTO mainstay.rescore_queue (user_id) VALUES (NULL);",
            "SET LOCAL mainstay.bulk_load = 'off';",
        ]
    }

    /// Another time, feature, type or customer.
    mutating func correctEvent() -> [String] {
        let places = company.events.indices.filter { company.events[$0].id != nil }
        guard !places.isEmpty else { return [] }
        let place = random.pick(places)
        var event = company.events[place]
        guard let id = event.id else { return [] }
        if random.chance(percent: 50) { event.moment = moment() }
        if random.chance(percent: 30) { event.feature = random.pick(Self.featureNames) }
        if random.chance(percent: 20) { event.type = random.pick(Self.types) }
        if random.chance(percent: 20) { event.customer = somebody() }
        company.events[place] = event
        return [
            "UPDATE mainstay.usage_events SET user_id = \(Literal.of(event.customer)), event_type = \(Literal.of(event.type)), "
                + "occurred_at = \(Literal.of(event.moment)), feature = \(Literal.of(event.feature)) WHERE event_id = \(Literal.of(id));"
        ]
    }

    mutating func deleteEvent() -> [String] {
        guard !company.events.isEmpty else { return [] }
        let event = company.events.remove(at: random.number(below: company.events.count))
        let customer = Literal.of(event.customer)
        let identity = event.id.map { Literal.of($0) } ?? "mainstay.login_event_id(\(customer), \(Literal.of(event.moment)))"
        return ["DELETE FROM mainstay.usage_events WHERE user_id = \(customer) AND event_id = \(identity);"]
    }
}
