/// What a change of an account did.
public struct AccountChange: Sendable, Hashable {
    /// As it is now.
    public let account: Account
    /// False when it was so already; then nothing was written and nobody signed out.
    public let isChanged: Bool
    /// Browsers that were signed in and no longer are.
    public let endedSessions: Int
}
