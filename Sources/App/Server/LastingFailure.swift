/// What is tried again and again fails: when to say so, and that it is over. Said at once and then once an hour, so that neither a log that is
/// filled by it nor one that begins after it hides it.
struct LastingFailure: Sendable {
    private var began: ContinuousClock.Instant?
    private var saidAt: ContinuousClock.Instant?

    private static let saidAgainAfter = Duration.seconds(3_600)

    init() {}

    /// Notes that it failed.
    /// - Returns: for how long it has failed, where that is to be said now.
    mutating func failed(at now: ContinuousClock.Instant) -> Duration? {
        let since = began ?? now
        began = since
        if let saidAt, now < saidAt + Self.saidAgainAfter { return nil }
        saidAt = now
        return now - since
    }

    /// Notes that it went well.
    /// - Returns: for how long it had failed, where it had.
    mutating func ended(at now: ContinuousClock.Instant) -> Duration? {
        defer { (began, saidAt) = (nil, nil) }
        return began.map { now - $0 }
    }
}
