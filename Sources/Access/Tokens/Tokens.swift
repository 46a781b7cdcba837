public import Domain
import Foundation
import Postgres
import Schema

/// Makes, recognises and revokes the tokens of programs; ``APIToken/all(on:)`` reads them. A change is one transaction with its line of the
/// audit log.
public struct Tokens: Sendable {
    private let pool: Pool
    private let recognition: Recognition

    init(_ pool: Pool, _ recognition: Recognition) { (self.pool, self.recognition) = (pool, recognition) }

    /// Makes a token, of which the text is known now and never again.
    ///
    /// - Parameters:
    ///   - name: what it is for; no two tokens that are not revoked have the same.
    ///   - actor: who does it, for the audit log.
    /// - Throws: ``AccessError`` when the name is malformed or taken; ``PostgresError``.
    public func create(name typed: String, role: Role, by actor: AuditActor, now: Moment) async throws -> NewToken {
        let name = typed.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
        guard (1...100).contains(name.unicodeScalars.count), name.unicodeScalars.allSatisfy({ $0.properties.generalCategory != .control })
        else { throw AccessError.tokenNameMalformed(typed) }
        let text = TokenText.random()
        return try await pool.transaction { connection in
            let added = try await connection.query(
                """
                INSERT INTO mainstay.api_tokens (token_id, name, role, token_hash, created_at, created_by)
                VALUES (\(text.id), \(name), \(role), \(text.secret.digest), \(now), \(actor.name ?? "unknown"))
                ON CONFLICT (name) WHERE revoked_at IS NULL DO NOTHING RETURNING token_id
                """)
            guard !added.isEmpty else { throw AccessError.tokenTaken(name: name) }
            try await AuditLog.record(.tokenCreated, of: name, ["id": text.id, "role": role.rawValue], by: actor, now: now, on: connection)
            return NewToken(token: try await APIToken.locked(text.id, on: connection), text: text.secret)
        }
    }

    /// Makes a token worthless.
    ///
    /// - Parameter sought: its id, its name, or its whole text.
    /// - Throws: ``AccessError/tokenUnknown(_:)``, ``PostgresError``.
    @discardableResult
    public func revoke(_ sought: String, by actor: AuditActor, now: Moment) async throws -> TokenRevocation {
        defer { recognition.forgetAll() }
        return try await pool.transaction { connection in
            let token = try await APIToken.locked(sought, on: connection)
            guard token.revokedAt == nil else { return TokenRevocation(token: token, isChanged: false) }
            try await connection.execute("UPDATE mainstay.api_tokens SET revoked_at = \(now) WHERE token_id = \(token.id)")
            try await AuditLog.record(.tokenRevoked, of: token.name, ["id": token.id], by: actor, now: now, on: connection)
            return TokenRevocation(token: try await APIToken.locked(token.id, on: connection), isChanged: true)
        }
    }

    // MARK: Recognition

    /// Who holds a token; nil when it is unknown or revoked.
    func holder(_ sent: String, now: Moment) async throws -> TokenHolder? {
        guard let text = TokenText(sent) else { return nil }
        let key = text.secret.digest
        if let holder = recognition.tokens.value(of: key, now: now) { return holder }
        let ticket = recognition.tokens.ticket()
        guard
            let row = try await pool.query(
                "SELECT name, role, token_hash, last_used_at FROM mainstay.api_tokens WHERE token_id = \(text.id) AND revoked_at IS NULL"
            ).first, ConstantTime.equal(key, try row.bytes("token_hash") ?? [])
        else { return nil }
        let holder = TokenHolder(id: text.id, name: try row.decode("name"), role: try row.decode("role"))
        let aMinuteAgo = now.adding(seconds: -SessionTerms.seenEverySeconds)
        if try row.decode("last_used_at", as: Moment?.self).map({ $0 <= aMinuteAgo }) ?? true {
            try await pool.execute(
                """
                UPDATE mainstay.api_tokens SET last_used_at = \(now)
                 WHERE token_id = \(text.id) AND (last_used_at IS NULL OR last_used_at <= \(aMinuteAgo))
                """)
        }
        recognition.tokens.keep(holder, of: key, now: now, ticket)
        return holder
    }
}
