/// What can be configured: by `--database-url`, `MAINSTAY_DATABASE_URL`, or `"database-url"` in a file.
public enum ConfigurationKey: String, Sendable, Hashable, CaseIterable {
    case databaseURL = "database-url"
    case dataDirectory = "data-dir"
    case logLevel = "log-level"
    case host
    case port
    case behindTLSProxy = "behind-tls-proxy"
    case allowInsecureBinding = "allow-insecure-binding"
    /// How others reach this server, for the links in messages.
    case publicURL = "public-url"
    /// What these links are signed with.
    case signingKey = "signing-key"
    /// One address of an incoming webhook, or a JSON object of channels and addresses.
    case slackWebhooks = "slack-webhooks"
    case slackToken = "slack-token"
    case slackAPI = "slack-api-url"
    case smtpURL = "smtp-url"
    case smtpFrom = "smtp-from"
    /// A file of certificates that the mail server's is checked against, instead of the machine's own.
    case smtpCertificates = "smtp-ca-file"
    case webhookSecret = "webhook-secret"
    /// The browser that makes PDFs, where it is not on the path.
    case chromium

    public var option: String { "--" + rawValue }

    public var variable: String { "MAINSTAY_" + rawValue.uppercased().replacing("-", with: "_") }

    /// Is said or not said: `--behind-tls-proxy`; elsewhere with `true` or `false`.
    var isSwitch: Bool {
        switch self {
        case .behindTLSProxy, .allowInsecureBinding: true
        case .databaseURL, .dataDirectory, .logLevel, .host, .port, .publicURL, .signingKey, .slackWebhooks, .slackToken, .slackAPI,
            .smtpURL, .smtpFrom, .smtpCertificates, .webhookSecret, .chromium:
            false
        }
    }

    /// May hold a password, so that errors must not show it.
    var isSecret: Bool {
        switch self {
        case .databaseURL, .signingKey, .slackWebhooks, .slackToken, .smtpURL, .webhookSecret: true
        case .dataDirectory, .logLevel, .host, .port, .behindTLSProxy, .allowInsecureBinding, .publicURL, .slackAPI, .smtpFrom,
            .smtpCertificates, .chromium:
            false
        }
    }
}
