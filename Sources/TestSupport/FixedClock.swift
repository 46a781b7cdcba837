public import Domain
import Synchronization

/// A clock that stands still until the test moves it.
public final class FixedClock: MomentSource {
    private let moment: Mutex<Moment>

    public init(_ now: Moment) { moment = Mutex(now) }

    public var now: Moment { moment.withLock { $0 } }

    public func set(_ now: Moment) { moment.withLock { $0 = now } }

    /// Moves the clock forward, or back by a negative number.
    public func advance(days: Int64 = 0, seconds: Int64 = 0, microseconds: Int64 = 0) {
        moment.withLock { $0 = $0.adding(days: days).adding(seconds: seconds).adding(microseconds: microseconds) }
    }
}
