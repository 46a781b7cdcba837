import Domain

/// When a message is tried again, and when it is given up.
struct RetryPolicy: Sendable {
    var first: Int64 = 15
    var longest: Int64 = 1_800
    /// By which part of itself chance changes a pause at most, so that not everything comes back at once.
    var spread = 0.2

    /// What becomes of a message after an attempt.
    enum Verdict: Sendable, Hashable {
        case sent
        case again(at: Moment)
        /// It can never work as it is.
        case failed
        /// It has been tried for long enough.
        case dead
    }

    /// - Parameters:
    ///   - attempts: how often it has been tried, this one included.
    ///   - giveUpAt: after which a failed attempt is the last.
    ///   - now: the end of the attempt: a receiver who asks for time asks for it from then on.
    ///   - chance: from 0 to 1.
    func verdict(_ outcome: SendOutcome, attempts: Int, giveUpAt: Moment, now: Moment, chance: Double) -> Verdict {
        switch outcome {
        case .sent: return .sent
        case .failed: return .failed
        case .retry, .partly:
            guard now < giveUpAt else { return .dead }
            if case .retry(let after?, _) = outcome { return .again(at: now.adding(seconds: max(1, after))) }
            // One last try when the time is over, rather than none in what is left of it.
            return .again(at: min(giveUpAt, now.adding(microseconds: pause(afterAttempts: attempts, chance: chance))))
        }
    }

    /// Microseconds.
    func pause(afterAttempts attempts: Int, chance: Double) -> Int64 {
        let doublings = min(max(0, attempts - 1), 20)
        let seconds = Double(min(longest, first << Int64(doublings)))
        return Int64(seconds * (1 - spread + 2 * spread * min(1, max(0, chance))) * Double(Moment.microsecondsPerSecond))
    }
}
