/// Where a server listens, and what stands in front of it.
public struct ServerSettings: Sendable, Hashable {
    public var address: ListenAddress
    /// Browsers reach the server through a proxy that ends TLS and says where they come from.
    public var isBehindTLSProxy: Bool
    /// The user knows that other machines can reach the address without TLS, or before there are users.
    public var allowsInsecureBinding: Bool
    /// How many of the following ports are tried when the address's own is taken.
    public var sparePorts: Int
    public var alerts: AlertSettings
    public var browser: BrowserSettings

    public init(
        address: ListenAddress = .standard, isBehindTLSProxy: Bool = false, allowsInsecureBinding: Bool = false, sparePorts: Int = 0,
        alerts: AlertSettings = AlertSettings(), browser: BrowserSettings = BrowserSettings()
    ) {
        (self.address, self.isBehindTLSProxy, self.allowsInsecureBinding) = (address, isBehindTLSProxy, allowsInsecureBinding)
        (self.sparePorts, self.alerts, self.browser) = (sparePorts, alerts, browser)
    }
}

extension AppConfiguration {
    /// How `serve` listens: `host` and `port`, by default only for this machine.
    ///
    /// - Throws: ``ConfigurationError/badValue(_:problem:fix:)``.
    public func serverSettings() throws -> ServerSettings {
        ServerSettings(
            address: ListenAddress(
                host: sources.value(.host)?.text ?? ListenAddress.standard.host, port: try port() ?? ListenAddress.standard.port),
            isBehindTLSProxy: try isOn(.behindTLSProxy), allowsInsecureBinding: try isOn(.allowInsecureBinding),
            alerts: try alertSettings(), browser: browserSettings)
    }

    /// How the demo listens: for this machine only, whatever is configured for `serve`, and near the usual port when that is taken.
    ///
    /// - Throws: ``ConfigurationError/badValue(_:problem:fix:)``.
    public func demoSettings() throws -> ServerSettings {
        let port = try port()
        return ServerSettings(
            address: ListenAddress.standard.with(port: port ?? ListenAddress.standard.port), sparePorts: port == nil ? 19 : 0,
            alerts: try alertSettings(), browser: browserSettings)
    }

    private func port() throws -> Int? {
        try sources.value(.port, fix: "A port is a number from 0 to 65535.") { text in
            Int(text).flatMap { (0...65_535).contains($0) ? $0 : nil }
        }
    }

    private func isOn(_ key: ConfigurationKey) throws -> Bool {
        try sources.value(key, fix: "Write true or false.") { text in
            switch text.lowercased() {
            case "true", "yes", "on", "1": true
            case "false", "no", "off", "0": false
            default: nil
            }
        } ?? false
    }

    /// The same configuration, but a private database for the demo alone unless one was named: invented customers beside real ones spoil every
    /// figure.
    public func forDemo() throws -> AppConfiguration {
        guard case .privateCluster(let folder) = database, sources.value(.dataDirectory) == nil else { return self }
        return AppConfiguration(database: .privateCluster(dataDirectory: folder + "-demo"), logLevel: logLevel, sources: sources)
    }
}
