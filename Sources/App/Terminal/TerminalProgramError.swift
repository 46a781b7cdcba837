/// Why another program cannot be run.
public enum TerminalProgramError: UserFacingError, Hashable {
    case notFound(name: String)
    case notStarted(path: String, reason: String)

    public var exitStatus: ExitStatus { .unavailable }

    public var description: String {
        switch self {
        case .notFound(let name):
            "\(name) is not installed, or not in a folder of PATH. Install PostgreSQL's client (apt install postgresql-client)."
        case .notStarted(let path, let reason): "\(path) cannot be started: \(reason)"
        }
    }
}
