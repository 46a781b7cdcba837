import Domain
import Foundation
import Health
import Postgres
import Schema

/// Does the engine keep up?
struct EngineFacts: Sendable {
    struct Leader: Sendable, Hashable {
        var processID: Int
        var application: String
        /// nil on a unix socket.
        var address: String?
    }

    var hasCustomers: Bool
    /// Queue entries of single customers.
    var waiting: Int
    /// Ages in microseconds, by the server's clock.
    var oldestWait: Int64?
    var everybodyWait: Int64?
    /// Since scores were last brought up to date, in microseconds; nil when they never were.
    var sinceRefresh: Int64?
    /// The session that has the engine's lease.
    var leader: Leader?
    /// Milliseconds within which half, 95 and 99 % of the last day's scores followed their fact; nil when none was measured.
    var p50: Decimal?
    var p95: Decimal?
    var p99: Decimal?

    /// A running engine takes what waits within a second; this much more is not a matter of a busy moment.
    static let waitProblemAt = 30 * Moment.microsecondsPerSecond
    /// A reconcile of everybody takes minutes in a large company.
    static let everybodyProblemAt = 3_600 * Moment.microsecondsPerSecond
    /// Scores older than this make the system Degraded.
    static let staleAt = 48 * 3_600 * Moment.microsecondsPerSecond
    static let slowMilliseconds: Decimal = 500

    /// - Parameters:
    ///   - now: this machine's time.
    ///   - serverNow: the server's.
    static func read(on connection: Connection, now: Moment, serverNow: Moment) async throws -> EngineFacts? {
        let leader = try await connection.query(
            """
            SELECT l.pid, COALESCE(a.application_name, '') AS application, host(a.client_addr) AS address
              FROM pg_locks AS l LEFT JOIN pg_stat_activity AS a ON a.pid = l.pid
             WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
               AND l.database = (SELECT d.oid FROM pg_database AS d WHERE d.datname = current_database())
               AND (l.classid::bigint << 32 | l.objid::bigint) = \(EngineLease.key)
            """
        ).first.map { row in
            Leader(processID: try row.decode("pid"), application: try row.decode("application"), address: try row.decode("address"))
        }
        return try await connection.query(
            """
            SELECT EXISTS (SELECT FROM mainstay.users) AS has_customers,
                   q.waiting, q.oldest, q.everybody,
                   (1000000 * extract(epoch FROM \(now) - mainstay.last_refresh(\(now))))::bigint AS since_refresh,
                   mainstay.freshness_percentile(\(now), 0.50) AS p50, mainstay.freshness_percentile(\(now), 0.95) AS p95,
                   mainstay.freshness_percentile(\(now), 0.99) AS p99
              FROM (SELECT count(user_id) AS waiting, min(enqueued_at) FILTER (WHERE user_id IS NOT NULL) AS oldest,
                           min(enqueued_at) FILTER (WHERE user_id IS NULL) AS everybody
                      FROM mainstay.rescore_queue) AS q
            """
        ).first.map { row in
            func age(_ column: String) throws -> Int64? {
                try row.decode(column, as: Moment?.self).map { max(0, serverNow.microseconds - $0.microseconds) }
            }
            return EngineFacts(
                hasCustomers: try row.decode("has_customers"), waiting: try row.decode("waiting"), oldestWait: try age("oldest"),
                everybodyWait: try age("everybody"), sinceRefresh: try row.decode("since_refresh"), leader: leader,
                p50: try row.decode("p50"), p95: try row.decode("p95"), p99: try row.decode("p99"))
        }
    }

    var findings: [Finding] { queueFindings + engineFindings + freshnessFindings }

    private var queueFindings: [Finding] {
        var findings: [Finding] = []
        if let everybodyWait {
            let seen = "everybody waits to be rescored, for \(Spoken.duration(microseconds: everybodyWait))"
            if leader == nil {
                findings.append(
                    .warning(.queue, .everybodyWaiting, seen, remedy: "mainstay refresh, or keep mainstay serve running"))
            } else if everybodyWait > Self.everybodyProblemAt {
                findings.append(
                    .problem(
                        .queue, .everybodyWaiting, seen + ", although an engine runs",
                        remedy: "read the log of mainstay serve for what fails, then mainstay refresh --full"))
            } else {
                findings.append(.ok(.queue, seen + "; the engine does it"))
            }
        }
        if let oldestWait {
            let seen =
                Spoken.count(waiting, "entry waits", "entries wait") + " in the queue, the oldest for "
                + Spoken.duration(microseconds: oldestWait)
            if leader == nil {
                findings.append(
                    .warning(.queue, .queueWaiting, seen, remedy: "mainstay refresh, or keep mainstay serve running"))
            } else if oldestWait > Self.waitProblemAt, everybodyWait == nil {
                findings.append(
                    .problem(
                        .queue, .queueWaiting, seen + ", although an engine runs",
                        remedy: "read the log of mainstay serve for what fails; restart it"))
            } else {
                findings.append(.ok(.queue, seen))
            }
        }
        return findings.isEmpty ? [.ok(.queue, "nobody waits to be rescored")] : findings
    }

    private var engineFindings: [Finding] {
        var findings: [Finding] = []
        if let leader {
            let place = leader.address.map { " from \($0)" } ?? ""
            let program = leader.application.isEmpty ? "a server" : leader.application
            findings.append(.ok(.engine, "\(program)\(place) keeps scores fresh (server process \(leader.processID))"))
        }
        if !hasCustomers {
            if leader == nil { findings.append(.ok(.engine, "there are no customers yet")) }
        } else if let sinceRefresh, sinceRefresh <= Self.staleAt {
            if leader == nil {
                findings.append(
                    .warning(
                        .engine, .noEngine,
                        "no engine runs; scores were last brought up to date \(Spoken.duration(microseconds: sinceRefresh)) ago",
                        remedy: "mainstay serve keeps them fresh; mainstay refresh does it once"))
            }
        } else {
            findings.append(
                .problem(
                    .engine, .scoresStale,
                    sinceRefresh.map { "scores were last brought up to date \(Spoken.duration(microseconds: $0)) ago, more than 48 h" }
                        ?? "there are customers, and scores were never computed",
                    remedy: "mainstay refresh now, and mainstay serve to keep them fresh"))
        }
        return findings
    }

    private var freshnessFindings: [Finding] {
        guard let p50, let p95, let p99 else { return [.ok(.freshness, "nothing was measured in the last 24 hours")] }
        let seen = "a fact is in its score within \(p50) ms (p50), \(p95) ms (p95), \(p99) ms (p99)"
        guard p99 > Self.slowMilliseconds else { return [.ok(.freshness, seen)] }
        return [
            .warning(
                .freshness, .slow, "\(seen); the aim is \(Self.slowMilliseconds) ms at p99",
                remedy: "look for long transactions that write facts, for missing indexes and for a busy server")
        ]
    }
}
