import Domain
import Foundation
import Postgres
import TestSupport

@testable import Access

/// A database with an access of its own, whose passwords are cheap to check.
struct AccessFixture {
    let database: TestDatabase
    let access: Access
    let desk = PasswordDesk()

    static let cost = ScryptCost(logN: 4, blockSize: 8, parallelism: 1)
    static let now = Moment(microseconds: 1_767_225_600_123_456)
    static let password = "correct horse battery"
    static let administrator = AuditActor.machineUser("root")

    private init(_ database: TestDatabase) {
        self.database = database
        access = Access(pool: database.pool, cost: Self.cost, desk: desk)
    }

    nonisolated(nonsending) static func with<R>(_ body: (AccessFixture) async throws -> R) async throws -> R {
        try await TestDatabase.withMigrated { database in try await body(AccessFixture(database)) }
    }

    /// What another process on the same database sees: it has a cache of its own.
    var elsewhere: Access { Access(pool: database.pool, cost: Self.cost) }

    @discardableResult
    func add(_ name: String = "anna@example.com", _ role: Role = .successLead) async throws -> Account {
        try await access.accounts.add(name: name, role: role, password: Password(new: Self.password), by: Self.administrator, now: Self.now)
    }

    func signIn(
        _ name: String = "anna@example.com", _ password: String = Self.password, address: String = "192.0.2.1",
        replacing old: String? = nil,
        now: Moment = Self.now
    ) async throws -> SignInResult {
        try await access.signIn(name: name, password: password, address: address, replacing: old, now: now)
    }

    /// The cookie of a sign-in that must succeed.
    func cookie(
        _ name: String = "anna@example.com", _ password: String = Self.password, replacing old: String? = nil, now: Moment = Self.now
    ) async throws -> String {
        let result = try await signIn(name, password, replacing: old, now: now)
        guard case .accepted(let cookie, _, _) = result else { throw NotAccepted(result: result) }
        return cookie.text
    }

    struct NotAccepted: Error {
        let result: SignInResult
    }

    func log() async throws -> [AuditEntry] {
        try await database.pool.withConnection { try await AuditLog.newest(on: $0) }
    }

    func count(_ table: String) async throws -> Int {
        try await database.pool.query("SELECT count(*) AS rows FROM mainstay.\(identifier: table)").first?.decode("rows") ?? -1
    }
}
