/// How a transaction is run.
public struct TransactionOptions: Sendable, Hashable {
    public enum Isolation: String, Sendable, Hashable {
        case readCommitted = "READ COMMITTED"
        case repeatableRead = "REPEATABLE READ"
        case serializable = "SERIALIZABLE"
    }

    /// `nil` leaves it to the server's default, which is READ COMMITTED.
    public var isolation: Isolation?
    public var isReadOnly: Bool
    /// Wait for a moment in which a serializable, read-only transaction cannot fail.
    public var isDeferrable: Bool
    /// How often the whole transaction, its closure included, is run again after a serialization failure or a
    /// deadlock. The closure must then have no effects outside of the database.
    public var retries: Int

    public init(
        isolation: Isolation? = nil, isReadOnly: Bool = false, isDeferrable: Bool = false, retries: Int = 0
    ) {
        self.isolation = isolation
        self.isReadOnly = isReadOnly
        self.isDeferrable = isDeferrable
        self.retries = retries
    }

    var beginStatement: String {
        var text = "BEGIN"
        if let isolation { text += " ISOLATION LEVEL " + isolation.rawValue }
        if isReadOnly { text += " READ ONLY" }
        if isDeferrable { text += " DEFERRABLE" }
        return text
    }
}
