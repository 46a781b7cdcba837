/// What is wrong with the configuration: which key, where it came from, and how to mend it.
public enum ConfigurationError: Error, Sendable, Hashable {
    /// The file cannot be read.
    case unreadableFile(path: String, reason: String)
    /// The file is not an object in JSON.
    case malformedFile(path: String, reason: String)
    /// The file has a key that nobody knows.
    case unknownKey(path: String, key: String)
    /// The file has something else than a text or a whole number for a key.
    case notAText(path: String, key: ConfigurationKey)
    /// A file that holds a secret cannot be read.
    case unreadableSecret(variable: String, path: String, reason: String)
    /// A value that cannot be used.
    case badValue(ConfigurationValue, problem: String, fix: String)
}

extension ConfigurationError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadableFile(let path, let reason):
            return "configuration file \(path) cannot be read: \(reason). Name another with --config, or leave it out."
        case .malformedFile(let path, let reason):
            return "configuration file \(path) is not an object in JSON (\(reason)). "
                + #"Write it like {"database-url": "postgresql://…", "log-level": "info"}."#
        case .unknownKey(let path, let key):
            let known = ConfigurationKey.allCases.map(\.rawValue).joined(separator: ", ")
            return "configuration file \(path): nobody knows the key '\(key)'. The keys are \(known)."
        case .notAText(let path, let key):
            return key.isSwitch
                ? "configuration file \(path): the value of '\(key.rawValue)' is neither true nor false."
                : "configuration file \(path): the value of '\(key.rawValue)' is neither a text nor a whole number. Put it in quotes."
        case .unreadableSecret(let variable, let path, let reason):
            return "\(path), which \(variable) names, cannot be read: \(reason)."
        case .badValue(let value, let problem, let fix):
            return "\(value): \(problem). \(fix)"
        }
    }
}
