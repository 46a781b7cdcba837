/// Whether the server can do its work now.
public enum Readiness: Sendable, Hashable {
    case ready
    /// What is missing, in words fit for anybody who can reach the address.
    case notReady(reason: String)
}
