public import Domain
public import Postgres

/// Who may come in: people with a password and a session, programs with a token.
///
/// What somebody who came in may do is ``Domain/Role/may(_:)``. One value serves a whole process; it remembers for 2 seconds whom it
/// recognised, and forgets at once when accounts or tokens are changed through it.
public struct Access: Sendable {
    public let accounts: Accounts
    public let tokens: Tokens
    private let pool: Pool
    private let sessions: Sessions
    private let signIn: SignIn
    private let recognition: Recognition

    public init(pool: Pool) { self.init(pool: pool, cost: .standard) }

    /// - Parameters:
    ///   - cost: of new password hashes, and of those renewed at a sign-in.
    ///   - desk: where passwords are checked.
    init(pool: Pool, cost: ScryptCost, desk: PasswordDesk = PasswordDesk()) {
        self.pool = pool
        let recognition = Recognition()
        self.recognition = recognition
        accounts = Accounts(pool, desk, cost, recognition)
        tokens = Tokens(pool, recognition)
        sessions = Sessions(pool: pool, recognition: recognition)
        signIn = SignIn(pool: pool, desk: desk, cost: cost, decoy: .decoy(cost: cost))
    }

    /// Whether there is anybody who could sign in.
    public func hasUsers() async throws -> Bool { try await accounts.isAnybodyThere() }

    /// Who is signed in with a cookie; nil when it is unknown, has expired or was ended, or the account is disabled.
    public func who(session cookie: String, now: Moment) async throws -> Session? {
        try await sessions.session(cookie, now: now)
    }

    /// Who holds an API token; nil when it is unknown or revoked.
    public func who(apiToken token: String, now: Moment) async throws -> TokenHolder? {
        try await tokens.holder(token, now: now)
    }

    /// Signs somebody in, under a new session.
    ///
    /// - Parameters:
    ///   - name: as typed; case and spaces around it do not matter.
    ///   - address: where the request comes from, for the throttle and the audit log.
    ///   - old: the cookie that the browser sent, if any; its session ends when the new one begins.
    public func signIn(
        name: String, password: String, address: String, replacing old: String? = nil, now: Moment
    ) async throws -> SignInResult {
        let result = try await signIn.attempt(name: name, password: password, address: address, replacing: old, now: now)
        if old != nil { recognition.forgetAll() }
        return result
    }

    /// Ends a session; nothing when there is none.
    ///
    /// - Parameter address: where the request comes from, for the audit log.
    public func signOut(session cookie: String, address: String? = nil, now: Moment) async throws {
        defer { recognition.forgetAll() }
        try await pool.transaction { connection in
            guard let (name, id) = try await Sessions.end(cookie, on: connection) else { return }
            try await AuditLog.record(
                .signOut, of: name, ["session": String(id)], by: .account(name, address: address), now: now, on: connection)
        }
    }
}
