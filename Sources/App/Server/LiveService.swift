import ServiceLifecycle

/// Ends the live strips when the server is asked to stop: open ones would keep it waiting.
struct LiveService: Service {
    let live: LiveBackend

    func run() async throws {
        try? await gracefulShutdown()
        await live.close()
    }
}
