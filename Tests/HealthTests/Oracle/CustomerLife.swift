import Domain

/// One customer's facts, and the customer's state at any moment.
struct CustomerLife: Sendable {
    /// Nil where the facts have no customer.
    let customer: Company.Customer?
    let changes: [Company.StatusChange]
    let events: [Company.UsageEvent]
    let tickets: [Company.Ticket]
    let coreFeatures: Set<String>
    let models: [ScoringModel]

    func model(at moment: Moment) -> ScoringModel { models.last { $0.counts(at: moment) } ?? .first }

    /// The newest status change up to the moment decides; in one instant created_at comes first, then churned_at, then the others.
    func isActive(at moment: Moment) -> Bool {
        guard let customer, customer.createdAt <= moment else { return false }
        var newest = (moment: customer.createdAt, isActive: true)
        if let end = customer.churnedAt, end <= moment, end >= newest.moment { newest = (end, false) }
        for change in changes where change.moment <= moment && change.moment >= newest.moment {
            newest = (change.moment, change.isActive)
        }
        return newest.isActive
    }

    /// The newest event or login up to the moment.
    func lastActivity(at moment: Moment) -> Moment? {
        (events.map(\.moment) + [customer?.lastLogin].compactMap(\.self)).filter { $0 <= moment }.max()
    }

    func inputs(at moment: Moment) -> ScoreInputs {
        let adoptions = events.filter { $0.type == "feature_adopted" && $0.moment <= moment }
        let named = Set(adoptions.compactMap(\.featureName))
        return ScoreInputs(
            lastActivity: lastActivity(at: moment),
            openTickets: tickets.count { ticket in
                ticket.openedAt <= moment && (ticket.closedAt.map { $0 > moment } ?? Company.Ticket.isOpen(status: ticket.status))
            },
            features: named.count + adoptions.count { $0.featureName == nil },
            hasCore: !named.isDisjoint(with: coreFeatures))
    }

    /// Nil when the customer is not active.
    func score(at moment: Moment) -> Score? {
        isActive(at: moment) ? model(at: moment).score(of: inputs(at: moment), at: moment) : nil
    }

    /// All moments at which this customer has a fact.
    var factMoments: [Moment] {
        guard let customer else { return [] }
        return [customer.createdAt] + [customer.churnedAt, customer.lastLogin].compactMap(\.self) + changes.map(\.moment)
            + events.map(\.moment) + tickets.map(\.openedAt) + tickets.compactMap(\.closedAt)
    }

    func nextFact(after moment: Moment) -> Moment? { factMoments.filter { $0 > moment }.min() }

    /// The next fact, or the next of last activity + 1, 7, 30 days.
    func nextChange(after moment: Moment) -> Moment? {
        let bands = lastActivity(at: moment).map { last in model(at: moment).bands.map { last.adding(days: $0) } } ?? []
        return (bands.filter { $0 > moment } + [nextFact(after: moment)].compactMap(\.self)).min()
    }

    func row(at moment: Moment) -> ScoreRow? {
        score(at: moment).map {
            ScoreRow(score: $0, inputs: inputs(at: moment), model: model(at: moment).version, nextChange: nextChange(after: moment))
        }
    }

    /// Every moment from `since` to `until` at which a part, the total, the status or the model changed: each moment at which anything could
    /// happen is compared with the microsecond before it.
    func history(from since: Moment, to until: Moment) -> [HistoryRow] {
        let activities = events.map(\.moment) + [customer?.lastLogin].compactMap(\.self)
        let bands = Set(models.flatMap(\.bands))
        let candidates =
            factMoments + activities.flatMap { activity in bands.map { activity.adding(days: $0) } } + models.compactMap(\.validFrom)
        return Set(candidates).filter { $0 >= since && $0 <= until }.sorted().compactMap { moment in
            let (before, after) = (score(at: moment.adding(microseconds: -1)), score(at: moment))
            let model = model(at: moment).version
            let modelChanged = after != nil && model != self.model(at: moment.adding(microseconds: -1)).version
            guard before != after || modelChanged else { return nil }
            return HistoryRow(moment: moment, score: after, inputs: inputs(at: moment), model: model)
        }
    }

    func retentionMasks(at moment: Moment) -> RetentionMasks? {
        guard let customer else { return nil }
        let cohort = Month(containing: customer.createdAt)
        let months = (events.map(\.moment) + [customer.lastLogin].compactMap(\.self)).filter { $0 <= moment }.map(Month.init(containing:))
        let last = lastActivity(at: moment).map(Month.init(containing:))
        var masks = RetentionMasks(cohort: cohort, activeIn: 0, activeSince: 0)
        for k in [1, 3, 6] {
            if months.contains(cohort.adding(months: k)) { masks.activeIn |= 1 << k }
            if let last, last >= cohort.adding(months: k) { masks.activeSince |= 1 << k }
        }
        return masks
    }
}
