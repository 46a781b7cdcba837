public import Domain
import Foundation
public import Postgres
import Schema

/// The record of sign-ins and changes of access. A line is written in the transaction of what it tells, so there is neither without the
/// other.
public enum AuditLog {
    /// - Parameters:
    ///   - subject: the account or token that something was done to.
    ///   - details: no secrets.
    ///   - connection: in the transaction of what is recorded.
    public static func record(
        _ action: AuditAction, of subject: String?, _ details: [String: String] = [:], by actor: AuditActor, now: Moment,
        on connection: Connection
    ) async throws {
        let members = details.sorted { $0.key < $1.key }.map { JSON.Member($0.key, .string($0.value)) }
        try await connection.execute(
            """
            INSERT INTO mainstay.audit_log (recorded_at, actor_kind, actor, action, subject, details, address)
            VALUES (\(now), \(actor.kind), \(actor.name), \(action), \(subject), \(JSON.object(members).text())::jsonb, \(actor.address))
            """)
    }

    /// The newest lines, newest first.
    ///
    /// - Parameters:
    ///   - name: only what this account or token did or what was done to it; nil for all.
    ///   - limit: at most so many.
    public static func newest(about name: String? = nil, limit: Int = 100, on connection: Connection) async throws -> [AuditEntry] {
        let chosen: SQL = name.map { "WHERE actor = \($0) OR subject = \($0)" } ?? ""
        return try await connection.query(
            """
            SELECT entry_id, recorded_at, actor_kind, actor, action, subject, address,
                   (SELECT COALESCE(jsonb_object_agg(d.key, COALESCE(d.value, '')), '{}')
                      FROM jsonb_each_text(details) AS d)::text AS details
              FROM mainstay.audit_log
              \(chosen)
             ORDER BY entry_id DESC LIMIT \(limit)
            """
        ).map { row in
            AuditEntry(
                id: try row.decode("entry_id"), recordedAt: try row.decode("recorded_at"), actorKind: try row.decode("actor_kind"),
                actor: try row.decode("actor"), action: try row.decode("action"), subject: try row.decode("subject"),
                details: try JSONDecoder().decode([String: String].self, from: Data(row.decode("details", as: String.self).utf8)),
                address: try row.decode("address"))
        }
    }
}

extension AuditActor.Kind: PostgresEncodable, PostgresDecodable {}

extension AuditAction: PostgresEncodable {}
