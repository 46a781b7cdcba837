/// A transaction that failed outside of its body.
///
/// An error that the body throws comes out of `transaction` as it is, once the rollback is done.
public struct TransactionFailure: Error, Sendable {
    public enum Step: String, Sendable {
        case begin, commit, rollback
    }

    public let step: Step
    /// What went wrong in this step.
    public let cause: any Error
    /// What the body threw before the rollback failed.
    public let bodyError: (any Error)?

    /// Whether the connection was lost during COMMIT, so that nobody can say whether the transaction took effect.
    public var outcomeIsUnknown: Bool {
        step == .commit && (cause as? PostgresError)?.isConnectionFailure == true
    }
}

extension TransactionFailure: CustomStringConvertible {
    public var description: String {
        var text = "\(step.rawValue) failed: \(cause)"
        if outcomeIsUnknown { text += "; whether the transaction took effect is unknown" }
        if let bodyError { text += "; it was rolled back because of: \(bodyError)" }
        return text
    }
}

/// The body caught a statement's error and went on, so that nothing was left that could be committed.
public struct AbortedTransaction: Error, Sendable, CustomStringConvertible {
    public var description: String {
        "a statement had failed, so the transaction was rolled back; let the error leave the closure, "
            + "or put the statement into a transaction of its own inside this one"
    }
}
