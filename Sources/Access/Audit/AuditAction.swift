/// What the audit log tells of.
public enum AuditAction: String, Sendable, Hashable, CaseIterable {
    case signIn = "sign-in"
    /// A wrong name or password, or a disabled account; the details say which.
    case signInRefused = "sign-in-refused"
    case signOut = "sign-out"
    case userAdded = "user-added"
    case userRoleChanged = "user-role-changed"
    case userEmailChanged = "user-email-changed"
    case userPasswordChanged = "user-password-changed"
    case userDisabled = "user-disabled"
    case userEnabled = "user-enabled"
    case tokenCreated = "token-created"
    case tokenRevoked = "token-revoked"
    /// A message that was given up is sent again; the details say which, or how many.
    case deliveryRetried = "delivery-retried"
    /// A test was sent along a route.
    case routeTested = "route-tested"
    case baselineSet = "baseline-set"
    case baselineReset = "baseline-reset"
}
