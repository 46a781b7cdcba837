/// The five characters by which PostgreSQL names the cause of an error.
public struct SQLState: Sendable, Hashable, RawRepresentable, ExpressibleByStringLiteral, CustomStringConvertible {
    public let rawValue: String

    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    public init(stringLiteral value: String) {
        rawValue = value
    }

    /// The first two characters: the kind of error.
    public var errorClass: Substring { rawValue.prefix(2) }

    public var description: String { rawValue }

    public static let featureNotSupported: SQLState = "0A000"
    public static let notNullViolation: SQLState = "23502"
    public static let foreignKeyViolation: SQLState = "23503"
    public static let uniqueViolation: SQLState = "23505"
    public static let checkViolation: SQLState = "23514"
    public static let exclusionViolation: SQLState = "23P01"
    public static let readOnlyTransaction: SQLState = "25006"
    public static let invalidStatementName: SQLState = "26000"
    public static let invalidPassword: SQLState = "28P01"
    public static let invalidDatabase: SQLState = "3D000"
    public static let serializationFailure: SQLState = "40001"
    public static let deadlockDetected: SQLState = "40P01"
    public static let insufficientPrivilege: SQLState = "42501"
    public static let undefinedTable: SQLState = "42P01"
    public static let duplicatePreparedStatement: SQLState = "42P05"
    public static let tooManyConnections: SQLState = "53300"
    public static let lockNotAvailable: SQLState = "55P03"
    public static let queryCanceled: SQLState = "57014"
    public static let adminShutdown: SQLState = "57P01"
    public static let crashShutdown: SQLState = "57P02"
    public static let cannotConnectNow: SQLState = "57P03"

    /// The session ended, or could not begin.
    var isConnectionFailure: Bool {
        errorClass == "08" || [.adminShutdown, .crashShutdown, .cannotConnectNow, .tooManyConnections].contains(self)
    }

    /// The same statement may succeed when it is run again, from the start of its transaction.
    var isTransient: Bool {
        isConnectionFailure || errorClass == "40" || errorClass == "53" || self == .lockNotAvailable
    }
}
