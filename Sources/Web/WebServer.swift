import Hummingbird
import HummingbirdCore
public import Logging
public import ServiceLifecycle

/// The HTTP face of a running server, as one of its services: it stops taking requests when the process is asked to end.
public struct WebServer: Service {
    private let host: String
    private let port: Int
    private let dependencies: WebDependencies
    private let logger: Logger
    private let whenListening: @Sendable (Int) async -> Void

    /// - Parameters:
    ///   - host: the address to listen on; a name or number of this machine.
    ///   - port: 0 takes any free one.
    ///   - whenListening: called with the port once requests are taken.
    public init(
        host: String, port: Int, dependencies: WebDependencies, logger: Logger, whenListening: @escaping @Sendable (Int) async -> Void
    ) {
        (self.host, self.port, self.dependencies, self.logger) = (host, port, dependencies, logger)
        self.whenListening = whenListening
    }

    /// - Throws: ``WebFilesError`` when templates, assets or Chart.js are not there; another error when the address cannot be listened on.
    public func run() async throws {
        // That it listens is told by `whenListening`, in the program's own words.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = Application(
            responder: try WebApplication.router(dependencies).buildResponder(),
            // Closes connections that say nothing, or not the whole of a request, for so long; an answer may take its time.
            server: .http1(configuration: .init(idleTimeout: .seconds(60), httpDecoderConfiguration: Self.limits)),
            configuration: ApplicationConfiguration(address: .hostname(host, port: port), serverName: "mainstay"),
            onServerRunning: { channel in await whenListening(channel.localAddress?.port ?? port) },
            logger: quiet)
        try await application.run()
    }

    /// A request's head: more than browsers send, and less than would hurt.
    private static let limits = HTTP1Channel.Configuration.DecoderConfiguration(
        maxHeaderFieldSize: 16 * 1_024, maxHeaderListSize: 32 * 1_024, maxHeaderFieldCount: 100)
}
