extension AppConfiguration {
    /// Where `serve` listens: `host` and `port`, by default only for this machine.
    ///
    /// - Throws: ``ConfigurationError/badValue(_:problem:fix:)``.
    public func listenAddress() throws -> (host: String, port: Int) {
        let port = try sources.value(.port, fix: "A port is a number from 0 to 65535.") { text in
            Int(text).flatMap { (0...65_535).contains($0) ? $0 : nil }
        }
        return (sources.value(.host)?.text ?? "127.0.0.1", port ?? 8_080)
    }

    /// The same, but a private database for the demo alone unless one was named: invented customers beside real ones spoil every figure.
    public func forDemo() throws -> AppConfiguration {
        guard case .privateCluster(let folder) = database, sources.value(.dataDirectory) == nil else { return self }
        return AppConfiguration(database: .privateCluster(dataDirectory: folder + "-demo"), logLevel: logLevel, sources: sources)
    }
}
