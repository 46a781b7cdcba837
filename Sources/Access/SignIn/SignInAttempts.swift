import Domain
import Postgres
import Schema

/// The counts behind the throttle. Whoever writes them holds one lock until the end of its transaction, so that a hundred attempts at once
/// count as a hundred; it is held for a few quick statements, never while a password is checked.
struct SignInAttempts {
    let account: [UInt8]
    let address: [UInt8]

    init(name: AccountName, address: String) {
        account = Secret.digest(of: name.text)
        self.address = Secret.digest(of: AddressKey.of(address))
    }

    /// A place in both counts, taken before the password is looked at.
    struct Reservation: Sendable {
        let forAddress: Int64?
        /// Earlier ones and this one, newest first.
        let ofAccount: [Moment]
        let ofAddress: [Moment]
    }

    /// Counts an attempt as failed in advance, if the throttle lets it pass; a program that dies before it knows better leaves it so.
    func reserve(now: Moment, on connection: Connection) async throws -> (Throttle.Verdict, Reservation?) {
        try await lock(connection)
        try await connection.execute(
            "DELETE FROM mainstay.sign_in_attempts WHERE attempted_at <= \(now.adding(seconds: -Throttle.windowSeconds))")
        let ofAccount = try await newest("account", account, Throttle.accountLimit + 8, connection)
        let ofAddress = try await newest("address", address, Throttle.addressLimit, connection)
        let verdict = Throttle.verdict(account: ofAccount, address: ofAddress, now: now)
        guard verdict == .allowed else { return (verdict, nil) }
        try await connection.execute(
            "INSERT INTO mainstay.sign_in_attempts (counts_for, key, attempted_at) VALUES ('account', \(account), \(now))")
        let row = try await connection.query(
            """
            INSERT INTO mainstay.sign_in_attempts (counts_for, key, attempted_at) VALUES ('address', \(address), \(now))
            RETURNING attempt_id
            """
        ).first
        return (
            verdict, Reservation(forAddress: try row?.decode("attempt_id"), ofAccount: [now] + ofAccount, ofAddress: [now] + ofAddress)
        )
    }

    /// The attempt succeeded: the account's count begins anew, and the address is not charged for it. What else failed from the address
    /// stays: somebody with one account of his own could otherwise guess at all others for ever.
    func clear(_ reservation: Reservation, on connection: Connection) async throws {
        try await lock(connection)
        try await connection.execute(
            """
            DELETE FROM mainstay.sign_in_attempts
             WHERE (counts_for = 'account' AND key = \(account)) OR attempt_id = \(reservation.forAddress)
            """)
    }

    private func newest(_ count: String, _ key: [UInt8], _ limit: Int, _ connection: Connection) async throws -> [Moment] {
        try await connection.query(
            """
            SELECT attempted_at FROM mainstay.sign_in_attempts WHERE counts_for = \(count) AND key = \(key)
             ORDER BY attempted_at DESC LIMIT \(limit)
            """
        ).map { try $0.decode("attempted_at") }
    }

    private func lock(_ connection: Connection) async throws {
        // 'signin' in ASCII.
        try await connection.execute("SELECT pg_advisory_xact_lock(x'7369676e696e'::bigint)")
    }
}
