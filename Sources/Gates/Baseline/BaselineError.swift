/// Why a baseline is not set as asked. Every case knows its stable ``code``, the offending value and what to do about it.
public enum BaselineError: Error, Sendable, Hashable {
    case rateMalformed(String)
    case rateOutOfRange(String)
    case reasonMissing
}

extension BaselineError {
    /// A stable name of the error for documentation and machines.
    public var code: String {
        switch self {
        case .rateMalformed: "baseline-rate"
        case .rateOutOfRange: "baseline-range"
        case .reasonMissing: "baseline-reason"
        }
    }

    /// What is wrong, with the offending value.
    public var problem: String {
        switch self {
        case .rateMalformed(let text): "'\(text.prefix(30))' is no rate in percent"
        case .rateOutOfRange(let text): "\(text) % cannot be a baseline"
        case .reasonMissing: "the reason is empty"
        }
    }

    /// What to do about it.
    public var fix: String {
        switch self {
        case .rateMalformed: "write it as 82.5, with at most 2 decimals"
        case .rateOutOfRange: "it is more than 0 and at most 100"
        case .reasonMissing: "say in a few words why: it is kept with the baseline"
        }
    }
}

extension BaselineError: CustomStringConvertible {
    public var description: String { "\(problem); \(fix) [\(code)]" }
}
