import Domain
import Postgres
import Schema

/// Sessions as the database keeps them, found by the SHA-256 of the cookie's value.
struct Sessions: Sendable {
    let pool: Pool
    let recognition: Recognition

    /// Who is signed in with a cookie; nil when it is unknown, has expired or was ended, or the account is disabled.
    func session(_ cookie: String, now: Moment) async throws -> Session? {
        // Most of what is sent in place of a cookie of ours is not even of its form.
        guard cookie.utf8.count == 64 else { return nil }
        let key = Secret.digest(of: cookie)
        if let session = recognition.sessions.value(of: key, now: now), session.isOpen(at: now) { return session }
        let ticket = recognition.sessions.ticket()
        guard let (session, lastSeen) = try await fetch(key, now) else { return nil }
        if lastSeen.adding(seconds: SessionTerms.seenEverySeconds) <= now { try await prolong(session, now) }
        recognition.sessions.keep(session, of: key, now: now, ticket)
        return session
    }

    private func fetch(_ key: [UInt8], _ now: Moment) async throws -> (Session, lastSeen: Moment)? {
        try await pool.query(
            """
            SELECT s.session_id, s.account_id, a.name, a.role, s.csrf, s.last_seen_at, s.idle_expires_at, s.expires_at
              FROM mainstay.sessions AS s
              JOIN mainstay.accounts AS a ON a.account_id = s.account_id
             WHERE s.token_hash = \(key) AND s.idle_expires_at > \(now) AND s.expires_at > \(now) AND a.disabled_at IS NULL
            """
        ).first.map { row in
            let session = Session(
                id: try row.decode("session_id"), accountID: try row.decode("account_id"), accountName: try row.decode("name"),
                role: try row.decode("role"), csrf: Secret(try row.decode("csrf")), idleExpiresAt: try row.decode("idle_expires_at"),
                expiresAt: try row.decode("expires_at"))
            return (session, try row.decode("last_seen_at"))
        }
    }

    /// Requests of one page come together; the first of them writes, and the others find nothing to do.
    private func prolong(_ session: Session, _ now: Moment) async throws {
        try await pool.execute(
            """
            UPDATE mainstay.sessions
               SET last_seen_at = \(now), idle_expires_at = LEAST(\(now.adding(seconds: SessionTerms.idleSeconds)), expires_at)
             WHERE session_id = \(session.id) AND last_seen_at <= \(now.adding(seconds: -SessionTerms.seenEverySeconds))
            """)
    }

    /// Begins a session under a new secret, whatever the browser sent: a cookie that somebody planted there leads nowhere.
    static func begin(_ account: Account, now: Moment, on connection: Connection) async throws -> (
        cookie: Secret, id: Int64?, expires: Moment
    ) {
        let cookie = Secret.random()
        let expires = now.adding(seconds: SessionTerms.absoluteSeconds)
        let row = try await connection.query(
            """
            INSERT INTO mainstay.sessions (token_hash, account_id, csrf, created_at, last_seen_at, idle_expires_at, expires_at)
            VALUES (\(cookie.digest), \(account.id), \(Secret.random().text), \(now), \(now),
                    \(now.adding(seconds: SessionTerms.idleSeconds)), \(expires))
            RETURNING session_id
            """
        ).first
        return (cookie, try row?.decode("session_id"), expires)
    }

    /// Ends one session. - Returns: whose it was; nil when there was none.
    static func end(_ cookie: String, on connection: Connection) async throws -> (accountName: String, id: Int64)? {
        try await connection.query(
            """
            DELETE FROM mainstay.sessions AS s USING mainstay.accounts AS a
             WHERE s.token_hash = \(Secret.digest(of: cookie)) AND a.account_id = s.account_id
            RETURNING a.name, s.session_id
            """
        ).first.map { (try $0.decode("name"), try $0.decode("session_id")) }
    }

    /// Removes what has expired. Rows that somebody else removes or writes at the moment are left to the next time.
    static func removeExpired(now: Moment, on connection: Connection) async throws {
        try await connection.execute(
            """
            DELETE FROM mainstay.sessions WHERE session_id IN (
                SELECT session_id FROM mainstay.sessions WHERE expires_at <= \(now) OR idle_expires_at <= \(now)
                   FOR UPDATE SKIP LOCKED)
            """)
    }
}
