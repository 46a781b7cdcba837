/// Why something could not be measured.
enum BenchError: Error, CustomStringConvertible {
    /// What was measured did not do what it should have done, so its time says nothing.
    case unexpected(String)
    case system(String)

    var description: String {
        switch self {
        case .unexpected(let what), .system(let what): what
        }
    }
}
