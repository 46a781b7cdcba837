import Domain
import Logging
import Postgres
import TestSupport

@testable import App

/// A whole server of this process, on a port of its own.
enum RunningServer {
    /// Runs it while `body` does, and waits until it has stopped in good order.
    nonisolated(nonsending) static func with<R>(
        _ database: TestDatabase, settings: ServerSettings = ServerSettings(address: ListenAddress(host: "127.0.0.1", port: 0)),
        audience: Server.Audience = .users, clock: any MomentSource = SystemClock(), _ body: (Visitor) async throws -> R
    ) async throws -> R {
        var logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        logger.logLevel = .critical
        let (addresses, out) = AsyncStream.makeStream(of: ListenAddress.self)
        let server = Server(
            database: Database(pool: database.pool, lease: nil, address: database.url), settings: settings, audience: audience,
            clock: clock, logger: logger
        ) { address in out.yield(address) }
        let run = Task {
            defer { out.finish() }
            try await server.run()
        }
        for await address in addresses {
            let result: R
            do {
                result = try await body(Visitor(address.url))
            } catch {
                run.cancel()
                _ = try? await run.value
                throw error
            }
            run.cancel()
            try await run.value
            return result
        }
        try await run.value
        throw CancellationError()
    }
}
