public import Domain
import Postgres
import Schema

/// Makes and changes the accounts of people; ``Account/all(on:)`` reads them.
///
/// A change is one transaction with its line of the audit log. A change of role, password or state also ends the account's sessions, in the
/// same transaction: whoever is signed in somewhere signs in again, under the new terms.
public struct Accounts: Sendable {
    private let pool: Pool
    private let desk: PasswordDesk
    private let cost: ScryptCost
    private let recognition: Recognition

    init(_ pool: Pool, _ desk: PasswordDesk, _ cost: ScryptCost, _ recognition: Recognition) {
        (self.pool, self.desk, self.cost, self.recognition) = (pool, desk, cost, recognition)
    }

    /// Whether there is anybody who could sign in.
    public func isAnybodyThere() async throws -> Bool {
        try await pool.query("SELECT EXISTS (SELECT FROM mainstay.accounts WHERE disabled_at IS NULL) AS found").first?.decode("found")
            ?? false
    }

    /// - Parameters:
    ///   - name: an e-mail address or login name; kept in small letters.
    ///   - email: where messages for the role go; nil where the name is an address, or there is none.
    ///   - actor: who does it, for the audit log.
    /// - Throws: ``AccessError`` when the name is malformed or taken, or is the password, or the address is none; ``PostgresError``.
    @discardableResult
    public func add(
        name: String, role: Role, email: String? = nil, password: Password, by actor: AuditActor, now: Moment
    ) async throws -> Account {
        let name = try AccountName(new: name)
        let email = try email.map { text throws(AccessError) in try AccountEmail(text).text }
        guard !password.isName(name) else { throw AccessError.passwordIsName }
        let hash = try await desk.hash(password, cost: cost)
        return try await pool.transaction { connection in
            let added = try await connection.query(
                """
                INSERT INTO mainstay.accounts (name, role, email, password_hash, created_at) VALUES (\(name.text), \(role), \(email), \(hash), \(now))
                ON CONFLICT (name) DO NOTHING RETURNING account_id
                """)
            let account = try await Account.locked(name.text, on: connection)
            guard !added.isEmpty else { throw AccessError.accountTaken(name: account.name, isDisabled: account.isDisabled) }
            let details = ["role": role.rawValue].merging(email.map { ["email": $0] } ?? [:]) { first, _ in first }
            try await AuditLog.record(.userAdded, of: account.name, details, by: actor, now: now, on: connection)
            return account
        }
    }

    /// - Throws: ``AccessError/accountUnknown(name:)``, ``PostgresError``.
    @discardableResult
    public func setRole(_ role: Role, of name: String, by actor: AuditActor, now: Moment) async throws -> AccountChange {
        try await change(name, .userRoleChanged, by: actor, now: now) { connection, account in
            guard account.role != role else { return nil }
            try await connection.execute("UPDATE mainstay.accounts SET role = \(role) WHERE account_id = \(account.id)")
            return ["from": account.role.rawValue, "to": role.rawValue]
        }
    }

    /// Says where messages for the role go. Nobody is signed out: it changes nothing of what somebody may do.
    ///
    /// - Parameter email: nil takes the address away.
    /// - Throws: ``AccessError`` when there is no such account, or the address is none; ``PostgresError``.
    @discardableResult
    public func setEmail(_ email: String?, of name: String, by actor: AuditActor, now: Moment) async throws -> AccountChange {
        let email = try email.map { text throws(AccessError) in try AccountEmail(text).text }
        return try await pool.transaction { connection in
            let account = try await Account.locked(name, on: connection)
            guard account.email != email else { return AccountChange(account: account, isChanged: false, endedSessions: 0) }
            try await connection.execute("UPDATE mainstay.accounts SET email = \(email) WHERE account_id = \(account.id)")
            try await AuditLog.record(
                .userEmailChanged, of: account.name, ["from": account.email ?? "", "to": email ?? ""], by: actor, now: now, on: connection)
            return AccountChange(account: try await Account.locked(account.name, on: connection), isChanged: true, endedSessions: 0)
        }
    }

    /// - Throws: ``AccessError`` when there is no such account, or its name is the password; ``PostgresError``.
    @discardableResult
    public func setPassword(_ password: Password, of name: String, by actor: AuditActor, now: Moment) async throws -> AccountChange {
        guard !password.isName(AccountName(attempt: name)) else { throw AccessError.passwordIsName }
        // Outside of the transaction, which would keep the row from others for as long.
        let hash = try await desk.hash(password, cost: cost)
        return try await change(name, .userPasswordChanged, by: actor, now: now) { connection, account in
            try await connection.execute("UPDATE mainstay.accounts SET password_hash = \(hash) WHERE account_id = \(account.id)")
            return [:]
        }
    }

    /// Lets the account in no more.
    ///
    /// - Throws: ``AccessError/accountUnknown(name:)``, ``PostgresError``.
    @discardableResult
    public func disable(_ name: String, by actor: AuditActor, now: Moment) async throws -> AccountChange {
        try await change(name, .userDisabled, by: actor, now: now) { connection, account in
            guard !account.isDisabled else { return nil }
            try await connection.execute("UPDATE mainstay.accounts SET disabled_at = \(now) WHERE account_id = \(account.id)")
            return [:]
        }
    }

    /// Lets the account in again, with the password and role it had.
    ///
    /// - Throws: ``AccessError/accountUnknown(name:)``, ``PostgresError``.
    @discardableResult
    public func enable(_ name: String, by actor: AuditActor, now: Moment) async throws -> AccountChange {
        try await change(name, .userEnabled, by: actor, now: now) { connection, account in
            guard account.isDisabled else { return nil }
            try await connection.execute("UPDATE mainstay.accounts SET disabled_at = NULL WHERE account_id = \(account.id)")
            return [:]
        }
    }

    // MARK: One change

    /// - Parameter write: changes the row and says what to record about it; nil when there is nothing to change.
    private func change(
        _ name: String, _ action: AuditAction, by actor: AuditActor, now: Moment,
        _ write: (Connection, Account) async throws -> [String: String]?
    ) async throws -> AccountChange {
        // Also when the answer to COMMIT is lost on its way: then nobody knows whether there was a change.
        defer { recognition.forgetAll() }
        return try await pool.transaction { connection in
            let account = try await Account.locked(name, on: connection)
            guard let details = try await write(connection, account) else {
                return AccountChange(account: account, isChanged: false, endedSessions: 0)
            }
            let ended = try await connection.execute("DELETE FROM mainstay.sessions WHERE account_id = \(account.id)")
            try await AuditLog.record(action, of: account.name, details, by: actor, now: now, on: connection)
            return AccountChange(account: try await Account.locked(account.name, on: connection), isChanged: true, endedSessions: ended)
        }
    }
}
