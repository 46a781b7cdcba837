/// Why an import did not happen. Nothing was changed. (Errors of the database are thrown as `PostgresError`.)
public enum ImportError: Error, Sendable, Hashable {
    /// The folder or a file of it cannot be read; `reason` is the system's.
    case unreadable(path: String, reason: String)
    /// The files are not right: exit code 65.
    ///
    /// - `problems`: the first ones of all files, at most ``CSVImport/shownProblems``.
    /// - `moreFollow`: there are more than these.
    case badFiles(problems: [ImportProblem], moreFollow: Bool)
}

extension ImportError: CustomStringConvertible {
    /// One line for each problem.
    public var description: String {
        switch self {
        case .unreadable(let path, let reason):
            "\(path): \(reason)"
        case .badFiles(let problems, let moreFollow):
            problems.map(\.description).joined(separator: "\n") + (moreFollow ? "\n… and more" : "")
        }
    }
}
