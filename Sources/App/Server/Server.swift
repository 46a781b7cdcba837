public import Domain
public import Logging
import Postgres
import ServiceLifecycle
import UnixSignals
import Web

/// What `mainstay serve` runs until it is stopped: the score engine, and the addresses by which a supervisor watches.
public struct Server: Sendable {
    private let database: Database
    private let host: String
    private let port: Int
    private let clock: any MomentSource
    private let logger: Logger

    /// - Parameters:
    ///   - host: the address to listen on.
    ///   - port: 0 takes any free one.
    public init(database: Database, host: String, port: Int, clock: any MomentSource, logger: Logger) {
        (self.database, self.host, self.port, self.clock, self.logger) = (database, host, port, clock, logger)
    }

    /// Runs until SIGINT or SIGTERM, or until a service fails.
    ///
    /// - Throws: ``ServerError/cannotListen(host:port:reason:)``.
    public func run() async throws {
        let web = WebServer(host: host, port: port, logger: logger, readiness: readiness) { [logger, host] port in
            logger.notice("listening on http://\(host):\(port)")
        }
        let engine = EngineService(database: database, clock: clock, logger: logger)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: engine), .init(service: web)], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        do {
            try await group.run()
        } catch {
            throw ServerError.cannotListen(host: host, port: port, reason: "\(error)")
        }
    }

    private func readiness() async -> Readiness {
        do {
            try await database.pool.execute("SELECT FROM mainstay.engine_state")
            return .ready
        } catch {
            logger.debug("not ready: \(error)")
            return .notReady(reason: "the database does not answer")
        }
    }
}

/// Why the server could not run.
public enum ServerError: Error, Sendable, Hashable {
    case cannotListen(host: String, port: Int, reason: String)
}

extension ServerError: UserFacingError {
    public var exitStatus: ExitStatus { .badConfiguration }

    public var description: String {
        switch self {
        case .cannotListen(let host, let port, let reason):
            "cannot listen on \(host):\(port): \(reason). Choose another address with --host and --port."
        }
    }
}
