import Logging
import ServiceLifecycle
import Synchronization
import Web

/// The HTTP face as one of the server's services.
struct WebService: Service {
    let address: ListenAddress
    /// How many of the following ports are tried when the address's own is taken.
    let sparePorts: Int
    let dependencies: WebDependencies
    let logger: Logger
    let whenListening: @Sendable (ListenAddress) async -> Void

    /// - Throws: ``ServerRefusal/cannotListen(_:reason:)`` about the last port, ``WebFilesError``.
    func run() async throws {
        let isListening = Atomic(false)
        var refusal: (any Error)?
        for port in address.port...address.port + sparePorts {
            do {
                let server = WebServer(host: address.host, port: port, dependencies: dependencies, logger: logger) { port in
                    isListening.store(true, ordering: .relaxed)
                    await whenListening(address.with(port: port))
                }
                return try await server.run()
            } catch let error as WebFilesError {
                throw error
            } catch  where !isListening.load(ordering: .relaxed) && !Task.isCancelled {
                refusal = error
            }
        }
        if let refusal { throw ServerRefusal.cannotListen(address, reason: "\(refusal)") }
    }
}
