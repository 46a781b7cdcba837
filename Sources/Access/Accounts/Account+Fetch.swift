import Domain
public import Postgres
import Schema

extension Account {
    /// Everybody, by name.
    public static func all(on connection: Connection) async throws -> [Account] {
        try await connection.query("\(columns) ORDER BY a.name").map(Account.init)
    }

    /// One account, which nobody else changes until the transaction ends.
    ///
    /// - Throws: ``AccessError/accountUnknown(name:)``.
    static func locked(_ name: String, on connection: Connection) async throws -> Account {
        let sought = AccountName(attempt: name).text
        guard let row = try await connection.query("\(columns) WHERE a.name = \(sought) FOR NO KEY UPDATE").first
        else { throw AccessError.accountUnknown(name: name) }
        return try Account(row)
    }

    static let columns: SQL = """
        SELECT a.account_id, a.name, a.role, a.email, a.created_at, a.last_sign_in_at, a.disabled_at FROM mainstay.accounts AS a
        """

    init(_ row: Row) throws {
        self.init(
            id: try row.decode("account_id"), name: try row.decode("name"), role: try row.decode("role"), email: try row.decode("email"),
            createdAt: try row.decode("created_at"), lastSignInAt: try row.decode("last_sign_in_at"),
            disabledAt: try row.decode("disabled_at"))
    }
}
