import Hummingbird

/// The least that a server of the same library can answer with: what the pages are held against. Hummingbird itself says where it listens.
@main
struct Hello {
    static func main() async throws {
        let router = Router()
        router.get("/") { _, _ in "hello" }
        try await Application(router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0)))
            .runService()
    }
}
