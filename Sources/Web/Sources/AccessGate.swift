public import Domain

/// Lets people and programs in. The live one stands on the module Access; tests use fixed answers.
public protocol AccessGate: Sendable {
    /// True for the demo: everybody on loopback is let in.
    var isOpen: Bool { get }
    /// Whether there is anybody who could sign in.
    func hasUsers() async throws -> Bool
    /// Who holds the session that a cookie names; nil when it is unknown, has expired or was ended.
    /// - Parameter demoRole: what the demo's role switch asks for; no meaning elsewhere.
    func who(session: String?, demoRole: Role?, now: Moment) async throws -> Who?
    /// Who holds an API token; nil when it is unknown or revoked.
    func who(token: String, now: Moment) async throws -> Who?
    /// - Parameters:
    ///   - address: where the request comes from, for the throttle and the audit log.
    ///   - former: the session that the browser had; it ends when the new one begins.
    func signIn(name: String, password: String, address: String, replacing former: String?, now: Moment) async throws -> SignInOutcome
    func signOut(session: String, address: String, now: Moment) async throws
}

public enum SignInOutcome: Sendable, Hashable {
    /// - Parameters:
    ///   - session: the cookie's value, told once.
    ///   - expires: when the session ends at the latest.
    case accepted(session: String, expires: Moment)
    /// Name or password are wrong, or the account is disabled: which of them is not told.
    case refused
    /// Too many attempts of this account or address.
    case throttled(until: Moment)
}
