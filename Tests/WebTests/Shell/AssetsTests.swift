import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
import Web

@Suite struct AssetsTests {
    @Test func pagesLoadFingerprintedFilesThatMayBeKept() async throws {
        try await FixedSite().test { client in
            let page = try await client.execute(uri: "/executive", method: .get, headers: .session(.admin)) { $0.text }
            let paths = page.matches(of: /\/assets\/[^"]+/).map { String($0.0) }
            #expect(paths.count >= 5)
            for path in paths {
                try await client.execute(uri: path, method: .get) { response in
                    #expect(response.status == .ok, "\(path)")
                    #expect(response.headers[.cacheControl] == "public, max-age=31536000, immutable")
                    #expect(path.contains(/\.[0-9a-f]{12}\.(css|js|svg)$/))
                }
            }
        }
    }

    @Test(
        arguments: [
            "/assets/app.css", "/assets/../Package.swift", "/assets/..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/x", "/assets//etc/passwd",
            "/assets/",
            "/assets/.keep", "/assets/app.000000000000.css",
        ])
    func nothingElseIsFound(path: String) async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: path, method: .get) { response in
                #expect(response.status == .notFound || response.status == .seeOther)
            }
        }
    }

    @Test func aPageWeighsLittle() async throws {
        try await FixedSite().test { client in
            let page = try await client.execute(uri: "/executive", method: .get, headers: .session(.admin)) { $0.text }
            var weight = page.utf8.count
            for match in page.matches(of: /\/assets\/[^"]+/) {
                weight += try await client.execute(uri: String(match.0), method: .get, headers: [.acceptEncoding: "gzip, br"]) { response in
                    response.body.readableBytes
                }
            }
            #expect(weight < 250_000)
        }
    }
}
