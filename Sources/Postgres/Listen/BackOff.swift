/// How long to wait before trying again: doubling from the first pause up to the longest.
public struct BackOff: Sendable, Hashable {
    public var first: Duration
    public var longest: Duration

    public init(first: Duration = .milliseconds(100), longest: Duration = .seconds(10)) {
        self.first = first
        self.longest = longest
    }

    /// The pause after so many failures in a row, from 1.
    ///
    /// - Parameter spread: from 0 to 1, usually random: clients that lost one server together return apart. The pause
    ///   is between half of the full one (0) and the full one (1).
    public func pause(afterFailures failures: Int, spread: Double) -> Duration {
        var pause = first
        for _ in 1..<max(1, failures) where pause < longest { pause = pause * 2 }
        return min(pause, longest) * (0.5 + spread / 2)
    }
}
