import Domain
public import Postgres
import Schema

extension APIToken {
    /// All of them, revoked ones last; by name.
    public static func all(on connection: Connection) async throws -> [APIToken] {
        try await connection.query("\(columns) ORDER BY t.revoked_at IS NOT NULL, t.name, t.created_at").map(APIToken.init)
    }

    /// The token of an id, or the one that has a name now, or else the newest that had it; nobody else changes it until the transaction
    /// ends.
    ///
    /// - Parameter sought: id, name, or the token's whole text, which is what somebody has who found it in a wrong place.
    /// - Throws: ``AccessError/tokenUnknown(_:)``.
    static func locked(_ sought: String, on connection: Connection) async throws -> APIToken {
        let text = TokenText(sought)
        let word = text?.id ?? sought
        guard !word.utf8.contains(0),
            let row = try await connection.query(
                """
                \(columns) WHERE t.token_id = \(word) OR t.name = \(word)
                 ORDER BY t.token_id = \(word) DESC, t.revoked_at IS NULL DESC, t.created_at DESC LIMIT 1 FOR UPDATE
                """
            ).first
        else { throw AccessError.tokenUnknown(text?.description ?? sought) }
        return try APIToken(row)
    }

    static let columns: SQL = """
        SELECT t.token_id, t.name, t.role, t.created_at, t.created_by, t.last_used_at, t.revoked_at FROM mainstay.api_tokens AS t
        """

    init(_ row: Row) throws {
        self.init(
            id: try row.decode("token_id"), name: try row.decode("name"), role: try row.decode("role"),
            createdAt: try row.decode("created_at"), createdBy: try row.decode("created_by"),
            lastUsedAt: try row.decode("last_used_at"), revokedAt: try row.decode("revoked_at"))
    }
}
