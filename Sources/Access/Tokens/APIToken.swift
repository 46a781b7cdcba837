public import Domain

/// What lets a program ask the API, as the database keeps it: without its secret.
public struct APIToken: Sendable, Hashable {
    /// Stands in the token's text and lets nobody in.
    public let id: String
    /// What it is for.
    public let name: String
    public let role: Role
    public let createdAt: Moment
    public let createdBy: String
    /// To the minute; nil while unused.
    public let lastUsedAt: Moment?
    /// Since when it lets nobody in; nil while it does.
    public let revokedAt: Moment?
}

/// A token that was just made.
public struct NewToken: Sendable, Hashable {
    public let token: APIToken
    /// For the one who asked, once: it cannot be shown again.
    public let text: Secret
}

/// What a revocation did.
public struct TokenRevocation: Sendable, Hashable {
    public let token: APIToken
    /// False when it was revoked already; then nothing was written.
    public let isChanged: Bool
}

/// The program that holds a token.
public struct TokenHolder: Sendable, Hashable {
    /// The token's id.
    public let id: String
    /// The token's name.
    public let name: String
    public let role: Role
}
