/// A configured value and where it came from.
public struct ConfigurationValue: Sendable, Hashable {
    public enum Origin: Sendable, Hashable {
        case option(ConfigurationKey)
        case variable(ConfigurationKey)
        case file(path: String, ConfigurationKey)
    }

    public let text: String
    public let origin: Origin

    var key: ConfigurationKey {
        switch origin {
        case .option(let key), .variable(let key), .file(_, let key): key
        }
    }
}

extension ConfigurationValue.Origin: CustomStringConvertible {
    public var description: String {
        switch self {
        case .option(let key): key.option
        case .variable(let key): key.variable
        case .file(let path, let key): "'\(key.rawValue)' in \(path)"
        }
    }
}

extension ConfigurationValue: CustomStringConvertible {
    /// `--log-level 'chatty'`; of what may hold a password, the origin alone.
    public var description: String { key.isSecret ? "\(origin)" : "\(origin) '\(text)'" }
}
