import Domain

/// What a customer does in the product: visits, and on them the features taken up and used.
struct VisitLog {
    private(set) var events: [CustomerFacts.UsageEvent] = []
    private(set) var features = AdoptedFeatures()
    /// The newest activity that anyone looking at the data can see.
    private(set) var lastRecorded: Moment?
    /// A later visit of which nothing has been recorded.
    private var unrecorded: Moment?
    private let temperament: Temperament
    private let budget: EventBudget
    private let end: Moment

    init(temperament: Temperament, budget: EventBudget, end: Moment) {
        (self.temperament, self.budget, self.end) = (temperament, budget, end)
    }

    var featureCount: Int { features.count }

    /// A visit at a moment; nothing happens when that lies after the end.
    mutating func visit(at moment: Moment, life: inout RandomStream, detail: inout RandomStream) {
        guard moment <= end else { return }
        let adopts = features.count < temperament.appetite && life.chance(temperament.curiosity)
        // The very first visit and every adoption are kept: the score of today rests on them.
        let isKept = detail.chance(budget.recordedVisits) || lastRecorded == nil
        guard isKept || adopts else {
            unrecorded = moment
            return
        }
        var time = moment
        let isLogin = lastRecorded.map { moment.microseconds - $0.microseconds > 3 * Moment.microsecondsPerDay } ?? true
        if isKept, isLogin || detail.chance(0.55) {
            record(.login, nil, at: time, &detail)
        } else if !adopts {
            recordUse(at: time, &detail)
        }
        if adopts, let feature = features.adoptNext(&life) {
            time = later(time, &detail)
            record(.featureAdopted, feature, at: time, &detail)
        }
        for _ in 0..<detail.poisson(mean: budget.furtherEvents) {
            time = later(time, &detail)
            recordUse(at: time, &detail)
        }
    }

    /// Makes sure that the newest visit can be seen, so that thin records do not make customers look away.
    mutating func settle(_ detail: inout RandomStream) {
        guard let moment = unrecorded else { return }
        record(.login, nil, at: moment, &detail)
    }

    private mutating func recordUse(at time: Moment, _ detail: inout RandomStream) {
        guard let feature = features.any(&detail) else { return record(.dashboardViewed, nil, at: time, &detail) }
        switch detail.below(100) {
        case ..<58: record(.featureUsed, feature, at: time, &detail)
        case ..<72: record(.dashboardViewed, nil, at: time, &detail)
        case ..<83: record(.reportExported, nil, at: time, &detail)
        case ..<92: record(.commentAdded, nil, at: time, &detail)
        case ..<96: record(.integrationSynced, nil, at: time, &detail)
        default: record(.teammateInvited, nil, at: time, &detail)
        }
    }

    private mutating func record(_ kind: CustomerFacts.UsageEvent.Kind, _ feature: Int?, at time: Moment, _ detail: inout RandomStream) {
        guard time <= end else { return }
        events.append(.init(time: time, kind: kind, feature: feature, id: detail.uuid()))
        lastRecorded = time
        unrecorded = nil
    }

    /// Some minutes later, on the same day.
    private func later(_ time: Moment, _ detail: inout RandomStream) -> Moment {
        let next = time.adding(microseconds: 1 + Int64(detail.exponential(mean: 6 * 60e6)))
        let lastOfDay = time.startOfDay.adding(microseconds: Moment.microsecondsPerDay - 1)
        return min(next, lastOfDay)
    }
}
