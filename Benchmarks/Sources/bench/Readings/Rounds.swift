/// Things that are compared are measured in turn, A B C A B C, so that what else happens on the machine falls on all of them.
enum Rounds {
    static let few = 3
    static let many = 5
    /// From this length of any contestant on, few rounds must do.
    static let longSeconds = 5.0

    /// Runs the contestants round by round.
    ///
    /// - Parameter contestants: each returns its reading; what it does for preparation is not part of it.
    /// - Returns: the readings of each.
    static func run(_ contestants: [@Sendable () async throws -> Double]) async throws -> [Samples] {
        var samples = contestants.map { _ in Samples() }
        var rounds = 0
        while rounds < few || (rounds < many && samples.allSatisfy { $0.median < longSeconds }) {
            for (index, contestant) in contestants.enumerated() { samples[index].add(try await contestant()) }
            rounds += 1
        }
        return samples
    }

    static func run(_ contestant: @escaping @Sendable () async throws -> Double) async throws -> Samples {
        try await run([contestant])[0]
    }
}
