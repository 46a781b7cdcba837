import Postgres

/// Runs work on slices of the customers over a few connections: PostgreSQL uses one core for a statement that writes.
struct SideBySide: Sendable {
    let pool: Pool
    /// How many slices are worked on at a time.
    let width: Int

    init(pool: Pool, width: Int = 2) {
        self.pool = pool
        self.width = width
    }

    /// - Parameters:
    ///   - progress: called after each slice with how many are done, and how many there are.
    ///   - work: done once for each slice, on a connection of its own.
    /// - Returns: what the work returned, in no particular order.
    /// - Throws: what `work` throws first; slices that were not begun are left out, those under way are cancelled.
    func map<Slice: Sendable, Result: Sendable>(
        _ slices: [Slice], progress: @Sendable (Int, Int) -> Void,
        _ work: @escaping @Sendable (Connection, Slice) async throws -> Result
    ) async throws -> [Result] {
        try await withThrowingTaskGroup(of: Result.self) { group in
            var waiting = slices.makeIterator()
            var results: [Result] = []
            func addNext() {
                guard let slice = waiting.next() else { return }
                group.addTask { [pool] in
                    try await pool.withConnection { connection in try await work(connection, slice) }
                }
            }
            for _ in 0..<width { addNext() }
            while let result = try await group.next() {
                results.append(result)
                progress(results.count, slices.count)
                addNext()
            }
            return results
        }
    }
}
