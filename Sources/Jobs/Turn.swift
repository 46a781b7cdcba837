import Domain

/// What the books of a job say is to be done now.
struct Turn: Sendable, Hashable {
    let due: Moment
    /// From 1.
    let attempt: Int

    init(due: Moment, attempt: Int) { (self.due, self.attempt) = (due, attempt) }

    /// - Parameters:
    ///   - nextDue: the moment that the books name; the latest due one counts if others have passed since.
    ///   - newest: the run that was begun last.
    /// - Returns: nil when there is nothing to do.
    init?(of job: Job, nextDue: Moment, newest: JobRun?, now: Moment) {
        if let newest, newest.outcome == nil { return nil }
        let ripe = now.adding(seconds: -job.delay)
        if nextDue <= ripe, let due = Self.due(job.schedule, after: newest, upTo: ripe, now: now) {
            self.init(due: due, attempt: 1)
            return
        }
        guard let newest, let outcome = newest.outcome, let end = newest.finishedAt, newest.attempt < Job.attempts else { return nil }
        let pause: Int64
        switch outcome {
        case .succeeded: return nil
        case .failed: pause = Job.pause(afterAttempt: newest.attempt)
        // Its lease was pause enough.
        case .abandoned: pause = 0
        }
        guard end.adding(seconds: pause) <= now else { return nil }
        self.init(due: newest.due, attempt: newest.attempt + 1)
    }

    /// What has run is not run again, unless it is in the future: then a clock was wrong.
    private static func due(_ schedule: Schedule, after newest: JobRun?, upTo ripe: Moment, now: Moment) -> Moment? {
        guard let newest, newest.due <= now else { return schedule.latest(upTo: ripe) }
        return schedule.due(after: newest.due, upTo: ripe)
    }
}
