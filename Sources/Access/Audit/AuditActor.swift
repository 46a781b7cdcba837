/// Who did something, and from where.
public struct AuditActor: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A user of the machine that runs the program, who calls its commands.
        case machineUser = "machine_user"
        /// Somebody who is signed in.
        case account
        /// A program, by the name of its API token.
        case token
        /// Nobody known: somebody who tries to sign in.
        case nobody
    }

    public let kind: Kind
    /// Nil of nobody, and only then.
    public let name: String?
    /// Nil for commands on the machine itself.
    public let address: String?

    private init(_ kind: Kind, _ name: String?, _ address: String?) {
        (self.kind, self.name) = (kind, name)
        // An address is at most some 60 visible characters; what pretends to be one may not fill the log, nor be more than a line of it.
        self.address = address.map { String($0.prefix(100).filter { !$0.isNewline && $0.asciiValue.map { $0 >= 0x20 } ?? true }) }
    }

    /// - Parameter name: as the machine knows the user; an empty one becomes `unknown`.
    public static func machineUser(_ name: String) -> AuditActor { AuditActor(.machineUser, name.isEmpty ? "unknown" : name, nil) }

    public static func account(_ name: String, address: String?) -> AuditActor { AuditActor(.account, name, address) }

    public static func token(_ name: String, address: String?) -> AuditActor { AuditActor(.token, name, address) }

    public static func nobody(address: String?) -> AuditActor { AuditActor(.nobody, nil, address) }
}
