import Hummingbird
public import Logging
public import ServiceLifecycle

/// The HTTP face of a running server, as one of its services: it stops taking requests when the process is asked to end.
public struct WebServer: Service {
    private let host: String
    private let port: Int
    private let readiness: @Sendable () async -> Readiness
    private let logger: Logger
    private let whenListening: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - host: the address to listen on; a name or number of this machine.
    ///   - port: 0 takes any free one.
    ///   - readiness: asked for each `GET /readyz`.
    ///   - whenListening: called with the port once requests are taken.
    public init(
        host: String, port: Int, logger: Logger, readiness: @escaping @Sendable () async -> Readiness,
        whenListening: @escaping @Sendable (Int) async -> Void
    ) {
        (self.host, self.port, self.logger, self.readiness, self.whenListening) = (host, port, logger, readiness, whenListening)
    }

    /// - Throws: when the address cannot be listened on.
    public func run() async throws {
        let router = Router()
        ProbeRoutes.add(to: router, readiness: readiness)
        // That it listens is told by `whenListening`, in the program's own words.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "mainstay"),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? port) },
            logger: quiet)
        try await application.run()
    }
}
