import Domain
import Postgres
import Schema

/// Lets somebody in by name and password.
///
/// 1. *Reserve*: one transaction counts the attempt as failed, unless the throttle says to wait; then nothing is looked at.
/// 2. *Check*: the password is compared, outside of any transaction. Where there is no account, or the password can be nobody's, a decoy is
///    checked instead: every attempt costs one check, so its time does not tell which names exist.
/// 3. *Decide*: one transaction either records the refusal, or begins the session, clears the account's count and records the sign-in. It
///    looks at the account again: one whose password or state was changed meanwhile gets no session.
///
/// A program that dies between 1 and 3 leaves a failed attempt, which the throttle forgets after its window.
struct SignIn: Sendable {
    let pool: Pool
    let desk: PasswordDesk
    let cost: ScryptCost
    let decoy: PasswordHash

    /// When to try again if the line of passwords to check is full.
    private static let crowdSeconds: Int64 = 5

    private struct Credentials: Sendable {
        let account: Account
        let hash: PasswordHash
    }

    /// - Parameter old: the cookie of a session that the browser had; it ends with the new one's beginning.
    func attempt(name: String, password: String, address: String, replacing old: String?, now: Moment) async throws -> SignInResult {
        let result = try await desk.withPlace {
            try await decide(AccountName(attempt: name), Password(attempt: password), address, old, now)
        }
        return result ?? .throttled(until: now.adding(seconds: Self.crowdSeconds))
    }

    private func decide(
        _ name: AccountName, _ password: Password?, _ address: String, _ old: String?, _ now: Moment
    ) async throws -> SignInResult {
        let attempts = SignInAttempts(name: name, address: address)
        let (verdict, reservation, credentials) = try await pool.transaction { connection in
            let (verdict, reservation) = try await attempts.reserve(now: now, on: connection)
            return (verdict, reservation, reservation == nil ? nil : try await self.credentials(name, connection))
        }
        if case .wait(let until, _) = verdict { return .throttled(until: until) }
        guard let reservation else { return .refused }

        let isRight = try await desk.check(password ?? .nobodys, against: credentials?.hash ?? decoy)
        guard let credentials, let password, isRight, !credentials.account.isDisabled else {
            try await refuse(credentials?.account, reservation, address, now)
            return .refused
        }
        let renewed = credentials.hash.cost == cost ? nil : try await desk.hash(password, cost: cost)
        return try await pool.transaction { connection in
            guard let account = try await confirm(credentials, renewed, now, connection) else { return .refused }
            try await attempts.clear(reservation, on: connection)
            try await Sessions.removeExpired(now: now, on: connection)
            if let old { _ = try await Sessions.end(old, on: connection) }
            let (cookie, id, expires) = try await Sessions.begin(account, now: now, on: connection)
            try await AuditLog.record(
                .signIn, of: account.name, ["session": id.map(String.init) ?? ""], by: .account(account.name, address: address), now: now,
                on: connection)
            return .accepted(cookie: cookie, expires: expires, account: account)
        }
    }

    private func credentials(_ name: AccountName, _ connection: Connection) async throws -> Credentials? {
        try await connection.query(
            """
            SELECT account_id, name, role, email, created_at, last_sign_in_at, disabled_at, password_hash
              FROM mainstay.accounts WHERE name = \(name.text)
            """
        ).first.map { Credentials(account: try Account($0), hash: try $0.decode("password_hash")) }
    }

    /// The account as it is now, which from here on nobody changes before the session stands; nil when the checked password holds no more.
    private func confirm(_ checked: Credentials, _ renewed: PasswordHash?, _ now: Moment, _ connection: Connection) async throws -> Account?
    {
        try await connection.query(
            """
            UPDATE mainstay.accounts SET last_sign_in_at = \(now), password_hash = COALESCE(\(renewed), password_hash)
             WHERE account_id = \(checked.account.id) AND password_hash = \(checked.hash) AND disabled_at IS NULL
            RETURNING account_id, name, role, email, created_at, last_sign_in_at, disabled_at
            """
        ).first.map(Account.init)
    }

    /// Records the refusal; and the one that makes the next attempts wait says so. Those that wait are not recorded, or a flood of them
    /// would fill the log.
    private func refuse(_ account: Account?, _ reservation: SignInAttempts.Reservation, _ address: String, _ now: Moment) async throws {
        var details = ["reason": account.map { $0.isDisabled ? "disabled" : "wrong password" } ?? "unknown user"]
        if case .wait(let until, let count) = Throttle.verdict(account: reservation.ofAccount, address: reservation.ofAddress, now: now) {
            details["\(count.rawValue)_waits_until"] = until.iso8601
        }
        try await pool.withConnection { connection in
            try await AuditLog.record(.signInRefused, of: account?.name, details, by: .nobody(address: address), now: now, on: connection)
        }
    }
}
