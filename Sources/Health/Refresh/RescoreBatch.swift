import Domain
import Postgres
import Schema

/// One batch of customers whose facts changed or whose time has come, rescored and committed.
struct RescoreBatch: Sendable {
    /// Customers that were looked at.
    let rescored: Int
    /// Customers of whom anything stored changed.
    let written: Int
    /// Whether everybody waits to be rescored, which only a reconcile can do.
    let everybodyWaits: Bool
    /// When the facts served were written, and how many there were of each time.
    let enqueued: [(at: Moment, entries: Int)]

    /// Bounds memory and the time that locks are held.
    static let size = 10_000

    /// Takes the next batch, in a transaction of its own: all of it happens or nothing.
    ///
    /// - Parameter asOf: the moment scores are computed for.
    /// - Throws: ``PostgresError``; the entries then still wait.
    static func run(on connection: Connection, asOf: Moment) async throws -> RescoreBatch {
        let rows = try await connection.query("SELECT * FROM mainstay.rescore_batch(\(asOf), \(size)::integer)")
        guard let row = rows.first else { return RescoreBatch(rescored: 0, written: 0, everybodyWaits: false, enqueued: []) }
        let times: [Moment] = try row.decode("enqueued_at", as: [Moment]?.self) ?? []
        let counts: [Int] = try row.decode("enqueued", as: [Int]?.self) ?? []
        return RescoreBatch(
            rescored: try row.decode("rescored"), written: try row.decode("written"), everybodyWaits: try row.decode("everybody"),
            enqueued: zip(times, counts).map { (at: $0, entries: $1) })
    }
}
