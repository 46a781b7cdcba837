public import Domain

/// Who asks: what the gate made of a request's cookie or token.
public struct Who: Sendable, Hashable {
    public enum Kind: Sendable, Hashable {
        /// Signed in with a password. The text guards forms against requests from other sites.
        case session(id: String, csrf: String)
        case token(id: String)
        /// The demo on loopback: nobody signs in, and the role can be switched. Forms are guarded all the same.
        case demo(csrf: String)
    }

    public let name: String
    public let role: Role
    public let kind: Kind

    public init(name: String, role: Role, kind: Kind) { (self.name, self.role, self.kind) = (name, role, kind) }
}
