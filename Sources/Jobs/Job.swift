public import Domain

/// Work that comes due by the clock.
public struct Job: Sendable {
    /// By which its schedule and its runs are kept: renamed, it is another job.
    public let name: String
    public let schedule: Schedule
    /// Seconds from the due moment to the beginning, so that what happens at that moment is over.
    public let delay: Int64
    /// A run that takes longer is cancelled and has failed; one whose server died can be begun anew this long after its beginning.
    public let timeLimit: Duration
    /// Does the work. It may be done again for the same due moment: after a failure, or when its server died before it could say that it was done.
    ///
    /// - Parameters:
    ///   - due: the moment for which it is done; an earlier one that was missed is not made up.
    ///   - now: the moment at which it begins.
    let work: @Sendable (_ due: Moment, _ now: Moment) async throws -> Void

    public init(
        _ name: String, _ schedule: Schedule, delay: Int64 = 0, timeLimit: Duration = .seconds(300),
        work: @escaping @Sendable (_ due: Moment, _ now: Moment) async throws -> Void
    ) {
        (self.name, self.schedule, self.delay, self.timeLimit, self.work) = (name, schedule, delay, timeLimit, work)
    }

    /// How often it is tried for one due moment.
    static let attempts = 4

    /// Seconds from a failure to the next attempt: a minute, four, sixteen.
    static func pause(afterAttempt attempt: Int) -> Int64 {
        (1..<max(1, attempt)).reduce(60) { pause, _ in pause * 4 }
    }
}

/// Why a run failed, other than by an error of its work.
enum JobError: Error, Hashable, CustomStringConvertible {
    case tookTooLong(limit: Duration)

    var description: String {
        switch self {
        case .tookTooLong(let limit): "took longer than \(limit.components.seconds) s, and was stopped"
        }
    }
}
