public import Domain

/// What came of an attempt to sign in.
public enum SignInResult: Sendable, Hashable {
    /// - Parameters:
    ///   - cookie: the session's secret, told once.
    ///   - expires: when the session ends at the latest.
    case accepted(cookie: Secret, expires: Moment, account: Account)
    /// Name or password are wrong, or the account is disabled: which of them is not told.
    case refused
    /// Too many attempts of this account or address, or too many at once.
    case throttled(until: Moment)
}
