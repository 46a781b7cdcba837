public import Domain
import Postgres

/// What a loop on the database says of its troubles. Enumerations of events have these as cases.
public protocol OutageEvent {
    /// The database is not there; said once per outage.
    static func databaseLost(cause: String) -> Self
    static func databaseBack(outageSeconds: Double) -> Self
    /// Something else went wrong; it is tried again.
    static func failed(cause: String) -> Self
}

/// The time during which the database is away, for a loop that goes on trying: announced once, with pauses that grow.
public struct Outage: Sendable {
    private var began: Moment?
    private var failures = 0

    private static let backOff = BackOff(first: .milliseconds(200), longest: .seconds(5))

    public init() {}

    /// Whether the database is away.
    public var isOn: Bool { began != nil }

    /// Notes an error and says how long to wait before the next try.
    /// - Parameter spread: as in ``BackOff/pause(afterFailures:spread:)``.
    public mutating func pause<Event: OutageEvent>(
        after error: any Error, at now: Moment, spread: Double = .random(in: 0...1), _ observe: (Event) -> Void
    ) -> Duration {
        failures += 1
        if !error.mayPass {
            observe(.failed(cause: "\(error)"))
        } else if began == nil {
            began = now
            observe(.databaseLost(cause: "\(error)"))
        }
        return Self.backOff.pause(afterFailures: failures, spread: spread)
    }

    /// The database answers.
    public mutating func end<Event: OutageEvent>(at now: Moment, _ observe: (Event) -> Void) {
        if let began { observe(.databaseBack(outageSeconds: Double(now.microseconds - began.microseconds) / 1_000_000)) }
        (began, failures) = (nil, 0)
    }
}
