/// What the program tells whoever called it; the numbers are those of `sysexits.h` (docs/errors.md).
public enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
    case done = 0
    /// Called in a way that it cannot be called.
    case usage = 64
    /// The data given breaks the rules.
    case badData = 65
    /// The database cannot be reached or used at the moment.
    case unavailable = 69
    /// A case that nobody thought of.
    case bug = 70
    /// A right is missing.
    case notPermitted = 77
    /// A setting of the wrong form.
    case badConfiguration = 78
}

/// An error that a user may meet: its description says what is wrong and what to do.
public protocol UserFacingError: Error, CustomStringConvertible {
    var exitStatus: ExitStatus { get }
    /// What to do, where the description does not say it.
    var remedy: String? { get }
}

extension UserFacingError {
    public var remedy: String? { nil }
}

extension ExitStatus {
    /// - Parameter error: any error; one that is not made for users is a bug.
    public init(_ error: any Error) {
        self = (error as? any UserFacingError)?.exitStatus ?? .bug
    }
}
