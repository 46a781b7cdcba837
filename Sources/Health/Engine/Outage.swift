import Domain
import Postgres

/// The time during which the database is away: announced once, with pauses that grow.
struct Outage: Sendable {
    private var began: Moment?
    private var tries = 0

    /// Whether the database is away.
    var isOn: Bool { began != nil }

    private static let longestPause = Duration.seconds(5)

    /// Notes an error and says how long to wait before the next try.
    mutating func pause(after error: any Error, at now: Moment, _ observe: (EngineEvent) -> Void) -> Duration {
        tries += 1
        if error.mayPass {
            if began == nil {
                began = now
                observe(.databaseLost(cause: "\(error)"))
            }
        } else {
            observe(.failed(cause: "\(error)"))
        }
        return min(Self.longestPause, .milliseconds(100) * (1 << min(tries, 6)))
    }

    /// The database answers.
    mutating func end(at now: Moment, _ observe: (EngineEvent) -> Void) {
        if let began { observe(.databaseBack(outageSeconds: Double(now.microseconds - began.microseconds) / 1_000_000)) }
        began = nil
        tries = 0
    }
}
