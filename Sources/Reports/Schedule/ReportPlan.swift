import Domain

/// Whether a report is due: decided from the calendar, the moment and what is on record, and nothing else.
struct ReportPlan: Sendable, Hashable {
    let kind: ReportKind
    /// Since when there is a company to tell of: the first refresh; nil before it.
    let watchedSince: Moment?

    /// 07:00 UTC: before anybody's Monday begins.
    static let hour: Int64 = 7

    /// One report of the calendar.
    struct Place: Sendable, Hashable {
        /// A Monday.
        let day: CivilDate

        /// The moment that the report speaks of, whenever it is made.
        var due: Moment { day.start.adding(seconds: ReportPlan.hour * 3_600) }

        /// The end of its day: until then it is made up.
        var end: Moment { day.start.adding(days: 1) }
    }

    enum Decision: Sendable, Hashable {
        case nothing
        case make(Place)
        /// Its day is over.
        case skip(Place)
    }

    /// The latest that is due up to a moment.
    func latest(upTo now: Moment) -> Place {
        switch kind {
        case .weekly:
            let place = Place(day: CivilDate(of: now).monday)
            return place.due <= now ? place : Place(day: place.day.adding(days: -7))
        case .monthly, .insights:
            let month = Month(containing: now)
            let place = Place(day: Self.firstMonday(of: month))
            return place.due <= now ? place : Place(day: Self.firstMonday(of: month.adding(months: -1)))
        }
    }

    /// Those between two moments of the calendar, neither included, the earliest first.
    func between(_ first: CivilDate, _ last: CivilDate) -> [Place] {
        var places: [Place] = []
        var place = latest(upTo: last.start.adding(microseconds: -1))
        while place.day > first {
            places.append(place)
            place = latest(upTo: place.day.start.adding(microseconds: -1))
        }
        return places.reversed()
    }

    /// The latest Monday up to the 7th is the month's first.
    static func firstMonday(of month: Month) -> CivilDate { CivilDate(of: month.start).adding(days: 6).monday }

    /// - Parameter isRecorded: whether the latest due report is on record.
    func decide(now: Moment, isRecorded: Bool) -> Decision {
        let place = latest(upTo: now)
        // What was due before there was anything to tell of was not missed.
        guard !isRecorded, let watchedSince, watchedSince <= place.due else { return .nothing }
        return now < place.end ? .make(place) : .skip(place)
    }
}
