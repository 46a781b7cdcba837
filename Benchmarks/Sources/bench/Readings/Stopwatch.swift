/// Seconds since it was made, on a clock that nobody sets.
struct Stopwatch: Sendable {
    private let start = ContinuousClock.now

    var seconds: Double { (ContinuousClock.now - start) / .seconds(1) }

    /// How long a piece of work takes.
    nonisolated(nonsending) static func time(_ work: nonisolated(nonsending) () async throws -> Void) async throws -> Double {
        let watch = Stopwatch()
        try await work()
        return watch.seconds
    }
}
