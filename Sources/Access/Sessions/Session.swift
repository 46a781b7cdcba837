public import Domain

/// A browser that is signed in.
public struct Session: Sendable, Hashable {
    /// Names the session in logs; lets nobody in.
    public let id: Int64
    public let accountID: Int64
    public let accountName: String
    public let role: Role
    /// What a form must repeat, to show that a page of ours sent it.
    public let csrf: Secret
    /// When it ends without further use.
    public let idleExpiresAt: Moment
    /// When it ends however much it is used.
    public let expiresAt: Moment

    func isOpen(at now: Moment) -> Bool { now < idleExpiresAt && now < expiresAt }
}
