/// Why a sample company cannot be made.
public enum SampleError: Error, Sendable, Hashable {
    /// A parameter beyond what makes sense, with what was given and what may be.
    case outOfRange(parameter: String, value: String, range: String)
    /// The database has customers already, who would be mixed up with invented ones.
    case customersExist
    /// A sample company is in the database already; its customers have the same ids.
    case sampleExists
}

extension SampleError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let parameter, let value, let range): "\(parameter): \(value) is not in the range \(range)"
        case .customersExist:
            "the database already has customers; a sample company beside real ones spoils every figure: use an empty database, or allow it explicitly"
        case .sampleExists: "the database already has a sample company: use an empty database"
        }
    }
}
