/// What can be configured: by `--database-url`, `MAINSTAY_DATABASE_URL`, or `"database-url"` in a file.
public enum ConfigurationKey: String, Sendable, Hashable, CaseIterable {
    case databaseURL = "database-url"
    case dataDirectory = "data-dir"
    case logLevel = "log-level"
    case host
    case port
    case behindTLSProxy = "behind-tls-proxy"
    case allowInsecureBinding = "allow-insecure-binding"

    public var option: String { "--" + rawValue }

    public var variable: String { "MAINSTAY_" + rawValue.uppercased().replacing("-", with: "_") }

    /// Is said or not said: `--behind-tls-proxy`; elsewhere with `true` or `false`.
    var isSwitch: Bool {
        switch self {
        case .behindTLSProxy, .allowInsecureBinding: true
        case .databaseURL, .dataDirectory, .logLevel, .host, .port: false
        }
    }

    /// May hold a password, so that errors must not show it.
    var isSecret: Bool { self == .databaseURL }
}
