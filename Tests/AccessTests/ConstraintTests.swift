import Domain
import Postgres
import Schema
import TestSupport
import Testing

@testable import Access

@Suite("The tables of access refuse")
struct ConstraintTests {
    private static let hash = PasswordHash.decoy(cost: .standard).text
    private static let account = "INSERT INTO mainstay.accounts (name, role, password_hash, created_at) VALUES "
    private static let session =
        "INSERT INTO mainstay.sessions (token_hash, account_id, csrf, created_at, last_seen_at, idle_expires_at, expires_at) VALUES "
    private static let token = "INSERT INTO mainstay.api_tokens (token_id, name, role, token_hash, created_at, created_by) VALUES "
    private static let digest = "decode(repeat('00', 32), 'hex')"

    @Test(
        "what must never be there",
        arguments: [
            (account + "('anna', 'king', '\(hash)', '2026-01-01Z')", "accounts_role"),
            (account + "('Anna', 'admin', '\(hash)', '2026-01-01Z')", "accounts_name_form"),
            (account + "('an na', 'admin', '\(hash)', '2026-01-01Z')", "accounts_name_form"),
            (account + "('', 'admin', '\(hash)', '2026-01-01Z')", "accounts_name_form"),
            (account + "('anna', 'admin', 'correct horse battery', '2026-01-01Z')", "accounts_password_is_hashed"),
            (account + "('bert', 'admin', '\(hash)', '2026-01-01Z')", "accounts_name"),
            (session + "('short', 1, 'x', '2026-01-01Z', '2026-01-01Z', '2026-01-02Z', '2026-01-02Z')", "sessions_token_is_hashed"),
            (session + "(\(digest), 1, 'x', '2026-01-01Z', '2026-01-01Z', '2026-01-03Z', '2026-01-02Z')", "sessions_idle_within_end"),
            (session + "(\(digest), 1, 'x', '2026-01-01Z', '2026-01-01Z', '2026-01-02Z', '2027-01-01Z')", "sessions_end"),
            (session + "(\(digest), 9, 'x', '2026-01-01Z', '2026-01-01Z', '2026-01-02Z', '2026-01-02Z')", "sessions_account_id_fkey"),
            (token + "('xyz', 'report', 'admin', \(digest), '2026-01-01Z', 'root')", "api_tokens_id_form"),
            (token + "('00ff00ff00ff', 'report', 'king', \(digest), '2026-01-01Z', 'root')", "api_tokens_role"),
            (token + "('00ff00ff00ff', 'report', 'admin', 'secret', '2026-01-01Z', 'root')", "api_tokens_is_hashed"),
            (
                "INSERT INTO mainstay.sign_in_attempts (counts_for, key, attempted_at) VALUES ('account', 'anna', '2026-01-01Z')",
                "sign_in_attempts_key_is_hashed"
            ),
            (
                "INSERT INTO mainstay.audit_log (recorded_at, actor_kind, actor, action) VALUES ('2026-01-01Z', 'account', NULL, 'x')",
                "audit_log_actor_named"
            ),
            (
                "INSERT INTO mainstay.audit_log (recorded_at, actor_kind, action) VALUES ('2026-01-01Z', 'ghost', 'x')",
                "audit_log_actor_kind"
            ),
        ])
    func refused(_ statement: String, _ constraint: String) async throws {
        try await TestDatabase.withMigrated { database in
            try await database.pool.execute(SQL(raw: Self.account + "('bert', 'admin', '\(Self.hash)', '2026-01-01Z')"))
            let error = await #expect(throws: PostgresError.self) { try await database.pool.execute(SQL(raw: statement)) }
            #expect(error?.constraint == constraint)
        }
    }

    @Test("no role that the program knows", arguments: Role.allCases)
    func roles(_ role: Role) async throws {
        try await AccessFixture.with { fixture in
            #expect(try await fixture.add("anna", role).role == role)
            _ = try await fixture.access.tokens.create(name: "t", role: role, by: AccessFixture.administrator, now: AccessFixture.now)
        }
    }
}
