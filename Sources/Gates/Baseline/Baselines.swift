public import Domain
import Foundation
public import Postgres
import Schema

/// Sets the baseline, and gives the automatic one back. Nothing is ever rewritten: each decision is a row that holds from its time on.
public enum Baselines {
    /// - Parameters:
    ///   - actor: who does it: `cli:ada`, `user:ada`.
    ///   - connection: in the transaction that also writes the audit log.
    /// - Throws: ``BaselineError/reasonMissing``, ``PostgresError``.
    public static func set(_ rate: BaselineRate, by actor: String, why: String, now: Moment, on connection: Connection) async throws {
        try await insert(rate.percent, by: actor, why: why, now: now, on: connection)
    }

    /// - Returns: false when the automatic baseline held already; then nothing is written.
    /// - Throws: ``BaselineError/reasonMissing``, ``PostgresError``.
    @discardableResult
    public static func reset(by actor: String, why: String, now: Moment, on connection: Connection) async throws -> Bool {
        guard try await !connection.query("SELECT FROM mainstay.retention_baseline_set('infinity')").isEmpty else {
            // Said even so: a command without a reason must not sometimes work.
            _ = try reason(why)
            return false
        }
        try await insert(nil, by: actor, why: why, now: now, on: connection)
        return true
    }

    /// A later decision must hold, also where another machine's clock ran ahead when the one before it was written.
    private static func insert(_ rate: Decimal?, by actor: String, why: String, now: Moment, on connection: Connection) async throws {
        // 'base' in ASCII. Whoever comes second sees the first's row in its own statement.
        try await connection.execute("SELECT pg_advisory_xact_lock(x'62617365'::integer, 0)")
        try await connection.execute(
            """
            INSERT INTO mainstay.retention_baselines (set_at, set_by, why, rate)
            SELECT GREATEST(\(now), max(b.set_at) + interval '1 microsecond'), \(actor), \(try reason(why)), \(rate)::numeric
              FROM mainstay.retention_baselines AS b
            """)
    }

    private static func reason(_ text: String) throws(BaselineError) -> String {
        let reason = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !reason.isEmpty else { throw .reasonMissing }
        return reason
    }
}
