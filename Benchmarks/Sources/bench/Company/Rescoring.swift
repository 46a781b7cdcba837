import Domain
import Postgres
import Schema

/// The engine's step from wake-up to commit, as the engine itself takes it: one call, one transaction.
struct Rescoring {
    let connection: Connection

    static let batchSize = 10_000

    /// Takes a batch.
    ///
    /// - Returns: how many customers were looked at, and of how many something changed.
    func batch(asOf: Moment) async throws -> (rescored: Int, written: Int) {
        let rows = try await connection.query("SELECT * FROM mainstay.rescore_batch(\(asOf), \(Self.batchSize)::integer)")
        guard let row = rows.first else { return (0, 0) }
        guard try !row.decode("everybody", as: Bool.self) else { throw BenchError.unexpected("everybody waits to be rescored") }
        return (try row.decode("rescored"), try row.decode("written"))
    }

    /// Takes batches until nothing waits.
    func drain(asOf: Moment) async throws {
        while try await batch(asOf: asOf).rescored > 0 {}
    }

    /// Seconds in which exactly these many customers were rescored and written, batch by batch.
    func time(customers: Int, asOf: Moment) async throws -> Double {
        let watch = Stopwatch()
        var written = 0
        for _ in 0..<((customers + Self.batchSize - 1) / Self.batchSize) { written += try await batch(asOf: asOf).written }
        let seconds = watch.seconds
        guard written == customers else { throw BenchError.unexpected("\(customers) customers changed, \(written) were written") }
        return seconds
    }
}
