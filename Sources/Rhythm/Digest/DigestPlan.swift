import Domain

/// Whether a digest is due: decided from the parameters, the moment and what is on record, and nothing else.
struct DigestPlan: Sendable, Hashable {
    /// Days after Monday, from `weekly_digest_day`.
    let weekday: Int
    /// From `weekly_digest_hour`, UTC.
    let hour: Int
    /// When either of them was changed last; nil when never.
    let changedAt: Moment?
    /// Since when there is a company to tell of: the first refresh; nil before it.
    let watchedSince: Moment?

    static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

    /// A digest of a week.
    struct Place: Sendable, Hashable {
        /// The Monday of the week.
        let week: CivilDate
        let due: Moment

        /// The end of its day: until then it is made up.
        var end: Moment { due.startOfDay.adding(days: 1) }
    }

    enum Decision: Sendable, Hashable {
        case nothing
        case make(Place)
        /// Its day is over.
        case skip(Place)
    }

    /// The latest that is due up to a moment.
    func latest(upTo now: Moment) -> Place {
        let thisWeek = place(in: CivilDate(of: now).monday)
        return thisWeek.due <= now ? thisWeek : place(in: thisWeek.week.adding(days: -7))
    }

    private func place(in week: CivilDate) -> Place {
        Place(week: week, due: week.adding(days: weekday).start.adding(seconds: Int64(hour) * 3_600))
    }

    /// - Parameter isRecorded: whether the week of the latest due digest is on record.
    func decide(now: Moment, isRecorded: Bool) -> Decision {
        let place = latest(upTo: now)
        // What was due before there was anything to tell of was not missed.
        guard !isRecorded, let watchedSince, watchedSince <= place.due else { return .nothing }
        if now < place.end { return .make(place) }
        // A moment that a later change has put into the past was never due.
        if let changedAt, changedAt > place.due { return .nothing }
        return .skip(place)
    }
}
