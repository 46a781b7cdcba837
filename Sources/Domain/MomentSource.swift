import Foundation

/// Where "now" comes from. Everything that depends on the time takes one, so that tests can set it.
public protocol MomentSource: Sendable {
    var now: Moment { get }
}

/// The machine's clock.
public struct SystemClock: MomentSource {
    public init() {}

    public var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Moment(microseconds: Int64(time.tv_sec) * Moment.microsecondsPerSecond + Int64(time.tv_nsec) / 1_000)
    }
}
