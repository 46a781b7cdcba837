import Domain

/// Times at which programs go wrong.
extension RandomCompany {
    /// A time for a fact: mostly of the past, some of the present instant and of the future.
    mutating func moment() -> Moment {
        let nudge = Int64(random.pick([-1, 0, 0, 0, 1]))
        let drawn =
            switch random.number(below: 100) {
            case ..<30: nearAnotherFact().adding(microseconds: nudge)
            case ..<42: Month(containing: now).adding(months: random.number(in: -8...1)).start.adding(microseconds: nudge)
            case ..<48: CivilDate(year: 2024, month: 2, day: 29).map(\.start)?.adding(microseconds: random.pick(Self.leapDayTimes)) ?? now
            case ..<62: now.adding(days: -Int64(random.pick([0, 0, 1, 7, 30]))).adding(microseconds: nudge)
            case ..<68: now.adding(days: Int64(random.number(in: -40...3))).startOfDay.adding(seconds: 7_200).adding(microseconds: nudge)
            case ..<93: now.adding(microseconds: -Int64(random.next() % UInt64(200 * Moment.microsecondsPerDay)))
            default: now.adding(microseconds: Int64(random.next() % UInt64(40 * Moment.microsecondsPerDay)))
            }
        return min(max(drawn, Self.earliest), now.adding(days: 60))
    }

    /// The same instant as another fact, or exactly a band's length away.
    private mutating func nearAnotherFact() -> Moment {
        let facts =
            company.customerIDs.compactMap { company.customers[$0]?.createdAt } + company.events.map(\.moment)
            + company.tickets.map(\.openedAt)
            + company.tickets.compactMap(\.closedAt) + company.campaigns.map(\.sentAt)
        guard !facts.isEmpty else { return now }
        let days = [0, 0, 1, 7, 30] + (company.models.last ?? .first).bands
        return random.pick(facts).adding(days: random.pick(days) * (random.chance(percent: 60) ? 1 : -1))
    }

    private static let earliest = Moment(microseconds: 1_672_531_200_000_000)  // 2023-01-01
    private static let leapDayTimes: [Int64] = [0, 7_200_000_000, 86_399_999_999, 86_400_000_000]

    /// A time for a question: of the past, the present or the future.
    mutating func questionMoment() -> Moment {
        switch random.number(below: 10) {
        case ..<2: now
        case ..<3: now.adding(microseconds: Int64(random.pick([-1, 1])))
        case ..<4: now.adding(microseconds: Int64(random.next() % UInt64(90 * Moment.microsecondsPerDay)))
        case ..<6: (nextBoundary() ?? now).adding(microseconds: Int64(random.pick([-1, 0, 0, 0])))
        default: moment()
        }
    }

    /// One of the next moments at which something changes by itself.
    private mutating func nextBoundary() -> Moment? {
        let oracle = Oracle(company)
        let campaigns = company.campaigns.flatMap { [$0.sentAt, $0.sentAt.adding(days: 30)] }.filter { $0 > now }
        let boundaries = Set(company.customerIDs.compactMap { oracle.life(of: $0).nextChange(after: now) } + campaigns).sorted()
        return boundaries.isEmpty ? nil : random.pick(boundaries.prefix(4))
    }

    /// Moves the clock on: not at all, by a microsecond, by months, or exactly onto a moment at which something changes.
    mutating func passTime() {
        let nudge = Int64(random.pick([-1, 0, 0, 0, 1]))
        let next =
            switch random.number(below: 100) {
            case ..<10: now
            case ..<16: now.adding(microseconds: 1)
            case ..<50: (nextBoundary() ?? now).adding(microseconds: nudge)
            case ..<55: Month(containing: now).adding(months: 1).start.adding(microseconds: nudge)
            case ..<62: now.startOfDay.adding(days: 1).adding(seconds: 7_200).adding(microseconds: nudge)
            case ..<75: now.adding(microseconds: Int64(random.next() % UInt64(Moment.microsecondsPerDay)))
            case ..<95: now.adding(microseconds: Int64(random.next() % UInt64(10 * Moment.microsecondsPerDay)))
            default: now.adding(microseconds: Int64(random.next() % UInt64(60 * Moment.microsecondsPerDay)))
            }
        now = max(now, next)
    }
}
