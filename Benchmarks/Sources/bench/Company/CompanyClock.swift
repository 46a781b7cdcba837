import Domain
import Foundation
import Postgres

/// A clock that begins where a company's scores stand and then runs as any other, so that a company kept from an earlier run has not aged.
struct CompanyClock: MomentSource {
    private let origin: Moment
    private let start = ContinuousClock.now

    /// - Parameter connection: a session on the company's database.
    init(on connection: Connection) async throws {
        // A microsecond later: what is dated by this clock must not coincide with what was there.
        let rows = try await connection.query(
            "SELECT (extract(epoch FROM scored_as_of) * 1000000)::bigint + 1 AS at FROM mainstay.engine_state")
        guard let at = try rows.first?.decode("at", as: Int64?.self) else { throw BenchError.unexpected("the company was never scored") }
        origin = Moment(microseconds: at)
    }

    var now: Moment {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        return origin.adding(microseconds: seconds * Moment.microsecondsPerSecond + attoseconds / 1_000_000_000_000)
    }
}
