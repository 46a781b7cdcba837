public import Domain
public import Postgres
import Schema

/// Dashboards as they were taken: pages render from these, so that a page costs the same at any number of customers.
///
/// Each dashboard is taken once at a time over all servers: the transaction that takes it holds an advisory lock of its own, which ends with
/// it, however it ends. A snapshot that fails halfway leaves nothing behind. Taking one also thins the old ones out: of those older than 30 days only
/// the last of each UTC day stays.
public struct SnapshotStore: Sendable {
    /// Days during which every snapshot is kept.
    public static let daysKept: Int64 = 30

    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// The snapshot that speaks of the latest moment, or with `asOf` of the latest moment up to that; nil when there is none.
    ///
    /// - Throws: ``PostgresError``; ``SnapshotError/unreadable(id:reason:)`` for one that another version wrote in another form.
    public func newest(_ name: DashboardName, asOf: Moment? = nil) async throws -> DashboardSnapshot? {
        let limit: SQL = asOf.map { "AND as_of <= \($0)" } ?? ""
        return try await pool.query(
            """
            SELECT id, content FROM mainstay.dashboard_snapshots WHERE name = \(name.rawValue) \(limit) ORDER BY as_of DESC, id DESC LIMIT 1
            """
        ).first.map(Self.snapshot)
    }

    /// - Throws: as ``newest(_:asOf:)``.
    public func dashboard(_ id: Int64) async throws -> DashboardSnapshot? {
        try await pool.query("SELECT id, content FROM mainstay.dashboard_snapshots WHERE id = \(id)").first.map(Self.snapshot)
    }

    /// What there is of a dashboard, the latest moment first.
    ///
    /// - Throws: ``PostgresError``.
    public func list(_ name: DashboardName, limit: Int) async throws -> [SnapshotHeader] {
        try await pool.query(
            """
            SELECT id, as_of, taken_at, reason FROM mainstay.dashboard_snapshots WHERE name = \(name.rawValue)
             ORDER BY as_of DESC, id DESC LIMIT \(limit)
            """
        ).map { row in
            SnapshotHeader(
                id: try row["id"], name: name, asOf: try row["as_of"], takenAt: try row["taken_at"],
                reason: SnapshotReason(rawValue: try row["reason"]) ?? .requested)
        }
    }

    /// Takes a snapshot and keeps it.
    ///
    /// - Parameters:
    ///   - now: the moment of the call.
    ///   - asOf: the moment that its figures speak of, not after `now`; nil for `now`.
    /// - Throws: ``SnapshotError/beingTaken(_:)`` when somebody is at it already; ``PostgresError``.
    @discardableResult
    public func take(
        _ name: DashboardName, at now: Moment, asOf: Moment? = nil, reason: SnapshotReason
    ) async throws -> DashboardSnapshot {
        let asOf = asOf ?? now
        // All panels see one state of the database.
        return try await pool.transaction(TransactionOptions(isolation: .repeatableRead)) { connection in
            guard try await Self.lock(name, on: connection) else { throw SnapshotError.beingTaken(name) }
            let dashboard = try await SecondConnection.beside(connection, pool.configuration) { connections in
                try await Dashboards.compose(name, asOf: asOf, takenAt: now, on: connections)
            }
            let rows = try await connection.query(
                """
                INSERT INTO mainstay.dashboard_snapshots (name, as_of, taken_at, reason, content)
                VALUES (\(name.rawValue), \(asOf), \(now), \(reason.rawValue), \(try dashboard.jsonText())::json) RETURNING id
                """)
            guard let row = rows.first else { throw PostgresError.misuse("an inserted snapshot gave no id") }
            try await Self.thinOut(name, at: now, on: connection)
            return DashboardSnapshot(id: try row["id"], dashboard: dashboard)
        }
    }

    /// - Returns: false when another session has it. Given back with the transaction.
    static func lock(_ name: DashboardName, on connection: Connection) async throws -> Bool {
        let place = DashboardName.allCases.firstIndex(of: name) ?? 0
        // 'snap' in ASCII; locks of two numbers and those of one do not meet.
        return try await connection.query("SELECT pg_try_advisory_xact_lock(x'736e6170'::integer, \(place)::integer) AS mine").first?
            .decode("mine") ?? false
    }

    private static func thinOut(_ name: DashboardName, at now: Moment, on connection: Connection) async throws {
        try await connection.execute(
            """
            DELETE FROM mainstay.dashboard_snapshots AS s USING (
                SELECT o.id, row_number() OVER (PARTITION BY (o.as_of AT TIME ZONE 'UTC')::date ORDER BY o.as_of DESC, o.id DESC) AS place
                  FROM mainstay.dashboard_snapshots AS o WHERE o.name = \(name.rawValue) AND o.as_of <= \(now.adding(days: -daysKept))) AS old
             WHERE old.place > 1 AND s.id = old.id
            """)
    }

    private static func snapshot(_ row: Row) throws -> DashboardSnapshot {
        let id: Int64 = try row["id"]
        do {
            return DashboardSnapshot(id: id, dashboard: try Dashboard(jsonText: try row["content"]))
        } catch let error as DecodingError {
            throw SnapshotError.unreadable(id: id, reason: "\(error)")
        }
    }
}
