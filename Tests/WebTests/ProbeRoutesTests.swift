import Hummingbird
import HummingbirdTesting
import Testing
import Web

@Suite struct ProbeRoutesTests {
    private func application(_ readiness: Readiness) -> some ApplicationProtocol {
        let router = Router()
        ProbeRoutes.add(to: router) { readiness }
        return Application(router: router)
    }

    @Test func healthzAnswersWhileTheProcessLives() async throws {
        try await application(.notReady(reason: "the database does not answer")).test(.router) { client in
            try await client.execute(uri: "/healthz", method: .get) { response in
                #expect(response.status == .ok)
                #expect(String(buffer: response.body) == "{\"status\":\"ok\"}\n")
            }
        }
    }

    @Test func readyzSaysReady() async throws {
        try await application(.ready).test(.router) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "no-store")
            }
        }
    }

    @Test func readyzSaysWhatIsMissing() async throws {
        try await application(.notReady(reason: "the database does not answer")).test(.router) { client in
            try await client.execute(uri: "/readyz", method: .get) { response in
                #expect(response.status == .serviceUnavailable)
                #expect(String(buffer: response.body).contains("the database does not answer"))
            }
        }
    }
}
