/// What can be configured: by `--database-url`, `MAINSTAY_DATABASE_URL`, or `"database-url"` in a file.
public enum ConfigurationKey: String, Sendable, Hashable, CaseIterable {
    case databaseURL = "database-url"
    case dataDirectory = "data-dir"
    case logLevel = "log-level"
    case host
    case port

    public var option: String { "--" + rawValue }

    public var variable: String { "MAINSTAY_" + rawValue.uppercased().replacing("-", with: "_") }

    /// May hold a password, so that errors must not show it.
    var isSecret: Bool { self == .databaseURL }
}
