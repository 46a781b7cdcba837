import Access
import Domain
import Web

/// Lets users and programs in by the module Access.
struct AccessGateBackend: AccessGate {
    let access: Access

    var isOpen: Bool { false }

    func hasUsers() async throws -> Bool { try await access.hasUsers() }

    /// - Parameter demoRole: of no meaning here; a role is the account's.
    func who(session: String?, demoRole: Role?, now: Moment) async throws -> Who? {
        guard let session, let found = try await access.who(session: session, now: now) else { return nil }
        return Who(name: found.accountName, role: found.role, kind: .session(id: String(found.id), csrf: found.csrf.text))
    }

    func who(token: String, now: Moment) async throws -> Who? {
        try await access.who(apiToken: token, now: now).map { Who(name: $0.name, role: $0.role, kind: .token(id: $0.id)) }
    }

    func signIn(name: String, password: String, address: String, replacing former: String?, now: Moment) async throws -> SignInOutcome {
        switch try await access.signIn(name: name, password: password, address: address, replacing: former, now: now) {
        case .accepted(let cookie, let expires, _): .accepted(session: cookie.text, expires: expires)
        case .refused: .refused
        case .throttled(let until): .throttled(until: until)
        }
    }

    func signOut(session: String, address: String, now: Moment) async throws {
        try await access.signOut(session: session, address: address, now: now)
    }
}
