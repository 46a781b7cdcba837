import Domain
import Postgres
import TestSupport

/// Looks at other sessions and ends them, as an administrator would.
extension Connection {
    /// Waits, without sleeping, until a session waits for a lock: each look takes a round trip.
    func untilWaitingForLock(_ pid: Int32) async throws {
        while try await query("SELECT FROM pg_catalog.pg_stat_activity WHERE pid = \(pid) AND wait_event_type = 'Lock'").isEmpty {
            try Task.checkCancellation()
        }
    }

    /// Ends sessions as a kill would, and waits until they are gone.
    func endSessions(where condition: SQL) async throws -> Int {
        try await query("SELECT pg_catalog.pg_terminate_backend(pid, 10000) FROM pg_catalog.pg_stat_activity WHERE \(condition)").count
    }
}
