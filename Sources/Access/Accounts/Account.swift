public import Domain

/// Somebody who can sign in.
public struct Account: Sendable, Hashable {
    public let id: Int64
    /// An e-mail address or login name, in small letters.
    public let name: String
    public let role: Role
    /// Where messages for the role go; nil where the name is an address, or there is none.
    public let email: String?
    public let createdAt: Moment
    /// Nil before the first.
    public let lastSignInAt: Moment?
    /// Since when the account lets nobody in; nil while it does.
    public let disabledAt: Moment?

    public var isDisabled: Bool { disabledAt != nil }
}
