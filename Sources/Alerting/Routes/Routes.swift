public import Domain
public import Foundation
public import Postgres
import Schema

/// What is to be changed of a route; nil leaves what is there.
public struct RouteEdit: Sendable, Hashable {
    public var rule: AlertRule?
    public var severity: AlertSeverity??
    public var segment: Segment??
    public var purpose: Route.Purpose?
    public var channel: Route.Channel?
    public var target: String?
    public var answerWithin: String??
    public var repeatHours: Decimal??
    public var isEnabled: Bool?

    public init() {}
}

/// Where alerts go: the routes that ship with the program, as somebody changed them, and others beside them. Every change is kept.
public struct Routes: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    public static func all(on connection: Connection) async throws -> [Route] {
        try await connection.query(
            "SELECT \(Route.columns) FROM mainstay.routes AS r ORDER BY r.rule, r.purpose, r.route_id"
        ).map(Route.init)
    }

    /// Changes a route, or makes one.
    ///
    /// - Throws: ``AlertError``, ``PostgresError``.
    @discardableResult
    public func set(_ id: String, _ edit: RouteEdit, by actor: String, why: String?, now: Moment) async throws -> Route {
        try await pool.transaction { connection in
            let before = try await Self.locked(id, on: connection)
            let after = try Self.edited(before, id, edit)
            let parameters = try await connection.query("SELECT name, value, type <> 'string' AS is_number FROM mainstay.parameters").map {
                row -> (name: String, value: String, isNumber: Bool) in (try row["name"], try row["value"], try row["is_number"])
            }
            let faults = after.faults(
                parameters: Dictionary(uniqueKeysWithValues: parameters.map { ($0.name, $0.value) }),
                numbers: Set(parameters.filter(\.isNumber).map(\.name)),
                keepsTarget: before?.target == after.target && before?.channel == after.channel)
            if let fault = faults.first { throw fault }
            guard after != before else { return after }
            try await Self.record(id, by: actor, why: why, now: now, on: connection) {
                try await connection.execute(
                    """
                    INSERT INTO mainstay.routes (route_id, rule, severity, segment, purpose, channel, target, answer_within, repeat_hours, enabled)
                    VALUES (\(id), \(after.rule), \(after.severity), \(after.segment), \(after.purpose), \(after.channel), \(after.target),
                            \(after.answerWithin), \(after.repeatHours), \(after.isEnabled))
                    ON CONFLICT (route_id) DO UPDATE SET
                        rule = excluded.rule, severity = excluded.severity, segment = excluded.segment, purpose = excluded.purpose,
                        channel = excluded.channel, target = excluded.target, answer_within = excluded.answer_within,
                        repeat_hours = excluded.repeat_hours, enabled = excluded.enabled
                    """)
            }
            return after
        }
    }

    /// Makes a route what it is by default; one that somebody added is removed.
    ///
    /// - Returns: nil when it was removed.
    /// - Throws: ``AlertError/routeUnknown(_:)``, ``PostgresError``.
    @discardableResult
    public func reset(_ id: String, by actor: String, why: String?, now: Moment) async throws -> Route? {
        try await pool.transaction { connection in
            guard try await Self.locked(id, on: connection) != nil else { throw AlertError.routeUnknown(id) }
            try await Self.record(id, by: actor, why: why, now: now, on: connection) {
                try await connection.execute("DELETE FROM mainstay.routes WHERE route_id = \(id)")
                try await connection.execute(
                    "INSERT INTO mainstay.routes SELECT * FROM mainstay.default_routes() AS d WHERE d.route_id = \(id)")
            }
            return try await Self.locked(id, on: connection)
        }
    }

    private static func edited(_ before: Route?, _ id: String, _ edit: RouteEdit) throws(AlertError) -> Route {
        guard let rule = edit.rule ?? before?.rule else { throw .routeIncomplete(id, missing: "rule") }
        guard let channel = edit.channel ?? before?.channel else { throw .routeIncomplete(id, missing: "channel") }
        guard let target = edit.target ?? before?.target else { throw .routeIncomplete(id, missing: "target") }
        return Route(
            id: id, rule: rule, severity: edit.severity ?? before?.severity, segment: edit.segment ?? before?.segment,
            purpose: edit.purpose ?? before?.purpose ?? .alert, channel: channel, target: target,
            answerWithin: edit.answerWithin ?? before?.answerWithin, repeatHours: edit.repeatHours ?? before?.repeatHours,
            isEnabled: edit.isEnabled ?? before?.isEnabled ?? true)
    }

    private static func locked(_ id: String, on connection: Connection) async throws -> Route? {
        try await connection.query("SELECT \(Route.columns) FROM mainstay.routes AS r WHERE r.route_id = \(id) FOR UPDATE").first
            .map(Route.init)
    }

    private static func record(
        _ id: String, by actor: String, why: String?, now: Moment, on connection: Connection, _ change: () async throws -> Void
    ) async throws {
        let stored: SQL = "(SELECT to_jsonb(r) FROM mainstay.routes AS r WHERE r.route_id = \(id))"
        let changeID: Int64? = try await connection.query(
            """
            INSERT INTO mainstay.route_changes (changed_at, changed_by, why, route_id, before)
            VALUES (\(now), \(actor), \(why), \(id), \(stored)) RETURNING change_id
            """
        ).first?.decode("change_id")
        try await change()
        try await connection.execute("UPDATE mainstay.route_changes SET after = \(stored) WHERE change_id = \(changeID)")
    }
}
