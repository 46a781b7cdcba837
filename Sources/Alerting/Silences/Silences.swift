public import Domain
import Foundation
public import Postgres
import Schema

/// Keeps alerts from being told until a moment.
public struct Silence: Sendable, Hashable {
    public let id: Int64
    /// Nil stands for all, here and below.
    public let rule: AlertRule?
    public let segment: Segment?
    public let customer: CustomerID?
    public let since: Moment
    public let until: Moment
    public let madeBy: String
    public let why: String
    /// Before its time; nil when it ran its course or still holds.
    public let endedAt: Moment?
    public let endedBy: String?

    public func holds(at now: Moment) -> Bool { since <= now && until > now && endedAt == nil }
}

/// What is to be kept quiet. An alert that is open stays open, and is told when the silence ends and its condition holds.
public struct Silences: Sendable {
    private let pool: Pool

    public init(pool: Pool) { self.pool = pool }

    /// A silence of everything would hide what nobody thought of: a rule, a segment or a customer is named, or several of them.
    ///
    /// - Parameters:
    ///   - rule: nil for all, as are segment and customer.
    ///   - customer: as the source or as UUID.
    /// - Throws: ``AlertError``, ``PostgresError``.
    @discardableResult
    public func add(
        rule: AlertRule? = nil, segment: Segment? = nil, customer: String? = nil, until: Moment, by actor: String, why: String, now: Moment
    ) async throws -> Silence {
        guard rule != nil || segment != nil || customer != nil else { throw AlertError.silenceTooWide }
        guard until > now else { throw AlertError.silenceOver(until: until) }
        guard why.contains(where: { !$0.isWhitespace }) else { throw AlertError.textMissing("reason") }
        return try await pool.transaction { connection in
            let uuid = if let customer { try await NamedCustomer.find(customer, on: connection) } else { nil as UUID? }
            let row = try await connection.query(
                """
                INSERT INTO mainstay.silences (rule, segment, user_id, since, until, made_by, why)
                VALUES (\(rule), \(segment), \(uuid), \(now), \(until), \(actor), \(String(why.prefix(2_000)))) RETURNING silence_id
                """)
            let id: Int64 = try row.first?.decode("silence_id") ?? 0
            guard let silence = try await Self.fetch("s.silence_id = \(id)", on: connection).first else {
                throw AlertError.silenceUnknown(id)
            }
            return silence
        }
    }

    /// Ends one before its time; what it kept quiet is looked at again. One that has ended stays as it is.
    ///
    /// - Throws: ``AlertError/silenceUnknown(_:)``, ``PostgresError``.
    @discardableResult
    public func end(_ id: Int64, by actor: String, now: Moment) async throws -> Silence {
        try await pool.transaction { connection in
            let ended = try await connection.execute(
                """
                UPDATE mainstay.silences SET ended_at = \(now), ended_by = \(actor)
                 WHERE silence_id = \(id) AND ended_at IS NULL AND until > \(now)
                """)
            if ended > 0 {
                // In the order of their numbers, like everybody who locks several.
                try await connection.execute(
                    """
                    UPDATE mainstay.alerts SET look_at = \(now)
                     WHERE alert_id IN (SELECT a.alert_id FROM mainstay.alerts AS a
                                         WHERE (a.state = 'pending' AND a.held_by = 'silence' OR a.state = 'firing') AND a.look_at > \(now)
                                         ORDER BY a.alert_id FOR UPDATE)
                    """)
            }
            guard let silence = try await Self.fetch("s.silence_id = \(id)", on: connection).first else {
                throw AlertError.silenceUnknown(id)
            }
            return silence
        }
    }

    /// Those that hold, the one that ends first before the others.
    public func holding(at now: Moment) async throws -> [Silence] {
        try await pool.withConnection { connection in
            try await Self.fetch("s.since <= \(now) AND s.until > \(now) AND s.ended_at IS NULL", on: connection)
        }
    }

    /// The newest, whether they hold or not.
    public func newest(limit: Int = 100) async throws -> [Silence] {
        try await pool.withConnection { connection in
            try await Self.fetch("true", order: "s.silence_id DESC LIMIT \(limit)", on: connection)
        }
    }

    private static func fetch(_ condition: SQL, order: SQL = "s.until, s.silence_id", on connection: Connection) async throws -> [Silence] {
        try await connection.query(
            """
            SELECT s.silence_id, s.rule, s.segment, s.user_id, u.external_id, s.since, s.until, s.made_by, s.why, s.ended_at, s.ended_by
              FROM mainstay.silences AS s LEFT JOIN mainstay.users AS u ON u.user_id = s.user_id
             WHERE \(condition) ORDER BY \(order)
            """
        ).map { row in
            Silence(
                id: try row["silence_id"], rule: try row["rule"], segment: try row["segment"],
                customer: try row.decode("user_id", as: UUID?.self).map { CustomerID(uuid: $0, externalID: try row["external_id"]) },
                since: try row["since"], until: try row["until"], madeBy: try row["made_by"], why: try row["why"],
                endedAt: try row["ended_at"], endedBy: try row["ended_by"])
        }
    }
}
