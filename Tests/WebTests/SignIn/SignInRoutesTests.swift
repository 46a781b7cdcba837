import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Synchronization
import Testing
import Web

@Suite struct SignInRoutesTests {
    private static let expires = Then.now.adding(days: 7)
    private static let secret = String(repeating: "ab", count: 32)

    private func signIn(
        _ client: any TestClientProtocol, next: String = "/executive", csrf: String = SignInRoutesTests.secret, prefix: String = ""
    ) async throws -> TestResponse {
        var headers: HTTPFields = [.cookie: "\(prefix)mainstay-visitor=\(Self.secret)"]
        headers[.contentType] = "application/x-www-form-urlencoded"
        let body = ByteBuffer(string: "name=ada&password=p%26w&next=\(next)&csrf=\(csrf)")
        return try await client.execute(uri: "/sign-in", method: .post, headers: headers, body: body)
    }

    @Test func pagesLeadToSignInAndBack() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/executive?as_of=2026-11-01", method: .get) { response in
                #expect(response.status == .seeOther)
                #expect(response.headers[.location] == "/sign-in?next=/executive%3Fas_of%3D2026-11-01")
            }
            try await client.execute(uri: "/sign-in?next=/executive%3Fas_of%3D2026-11-01", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.headers[.cacheControl] == "no-store")
                #expect(response.text.contains("name=\"next\" value=\"/executive?as_of=2026-11-01\""))
            }
        }
    }

    @Test func theFormsSecretIsInACookieOfItsOwn() async throws {
        try await FixedSite().test { client in
            let first = try await client.execute(uri: "/sign-in", method: .get)
            let cookie = try #require(first.headers[.setCookie])
            let secret = try #require(cookie.firstMatch(of: /mainstay-visitor=([0-9a-f]{64});/)).1
            #expect(first.text.contains("value=\"\(secret)\""))
            #expect(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/") && !cookie.contains("Secure"))
            // A second window keeps the first one's form alive.
            let second = try await client.execute(uri: "/sign-in", method: .get, headers: [.cookie: "mainstay-visitor=\(secret)"])
            #expect(second.text.contains("value=\"\(secret)\""))
        }
    }

    @Test func lettingInSetsTheSession() async throws {
        let gate = FixedGate(outcome: .accepted(session: "abc123", expires: Self.expires))
        try await FixedSite(gate: gate).test { client in
            let response = try await signIn(client)
            #expect(response.status == .seeOther)
            #expect(response.headers[.location] == "/executive")
            let cookie = try #require(response.headers[values: .setCookie].first { $0.hasPrefix("mainstay-session=abc123;") })
            #expect(
                cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/") && !cookie.contains("Secure"))
            #expect(cookie.contains("Expires=Sun, 08 Nov 2026 09:00:00 GMT"))
        }
    }

    @Test func behindTLSCookiesAreBoundToTheHost() async throws {
        let gate = FixedGate(outcome: .accepted(session: "abc123", expires: Self.expires))
        try await FixedSite(gate: gate, options: WebOptions(isSecure: true)).test { client in
            let response = try await signIn(client, prefix: "__Host-")
            let cookie = try #require(response.headers[values: .setCookie].first { $0.hasPrefix("__Host-mainstay-session=abc123;") })
            #expect(cookie.contains("Secure") && cookie.contains("Path=/") && !cookie.contains("Domain"))
        }
    }

    @Test(arguments: ["//evil.example", "https://evil.example", "/%5Cevil.example", "/x%0D%0ASet-Cookie:y=z"])
    func leadsNowhereElse(next: String) async throws {
        let gate = FixedGate(outcome: .accepted(session: "abc123", expires: Self.expires))
        try await FixedSite(gate: gate).test { client in
            let response = try await signIn(client, next: next)
            #expect(response.headers[.location] == "/")
        }
    }

    @Test func aWrongPasswordTellsNothing() async throws {
        try await FixedSite(gate: FixedGate(outcome: .refused)).test { client in
            let response = try await signIn(client)
            #expect(response.status == .unprocessableContent)
            #expect(response.text.contains("do not match"))
            #expect(response.text.contains("value=\"ada\"") && !response.text.contains("p&amp;w"))
            #expect(!response.headers[values: .setCookie].contains { $0.hasPrefix("mainstay-session") })
        }
    }

    @Test func tooManyAttemptsHaveToWait() async throws {
        try await FixedSite(gate: FixedGate(outcome: .throttled(until: Then.now.adding(seconds: 300)))).test { client in
            let response = try await signIn(client)
            #expect(response.status == .tooManyRequests)
            #expect(response.headers[.retryAfter] == "300")
            #expect(response.text.contains("2026-11-01 09:05 UTC"))
        }
    }

    @Test func aFormWithoutItsSecretIsRefused() async throws {
        let gate = FixedGate(outcome: .accepted(session: "abc123", expires: Self.expires))
        try await FixedSite(gate: gate).test { client in
            for secret in ["wrong", ""] {
                let response = try await signIn(client, csrf: secret)
                #expect(response.status == .forbidden)
            }
        }
        #expect(gate.addresses.withLock { $0 }.isEmpty)
    }

    @Test func theProxySaysWhereARequestComesFromWhenTrusted() async throws {
        for (trusts, address) in [(true, "203.0.113.9"), (false, "unknown")] {
            let gate = FixedGate()
            try await FixedSite(gate: gate, options: WebOptions(trustsProxy: trusts)).test { client in
                var headers: HTTPFields = [.cookie: "mainstay-visitor=\(Self.secret)", .contentType: "application/x-www-form-urlencoded"]
                headers[try #require(HTTPField.Name("X-Forwarded-For"))] = "198.51.100.1, 203.0.113.9"
                _ = try await client.execute(
                    uri: "/sign-in", method: .post, headers: headers, body: ByteBuffer(string: "name=a&password=b&csrf=\(Self.secret)"))
            }
            #expect(gate.addresses.withLock { $0 } == [address])
        }
    }

    @Test func withoutUsersThePageSaysHowToMakeTheFirst() async throws {
        try await FixedSite(gate: FixedGate(people: [:], anybody: false)).test { client in
            try await client.execute(uri: "/sign-in", method: .get) { response in
                #expect(response.text.contains("mainstay user add NAME --role admin"))
                #expect(!response.text.contains("type=\"password\""))
            }
        }
    }

    @Test func signingOutEndsTheSession() async throws {
        let gate = FixedGate()
        try await FixedSite(gate: gate).test { client in
            try await client.execute(
                uri: "/sign-out", method: .post, headers: .session(.product).withForm(), body: ByteBuffer(string: "csrf=csrf-of-product")
            ) { response in
                #expect(response.status == .seeOther)
                #expect(response.headers[.location] == "/sign-in")
                #expect(response.headers[.setCookie]?.contains("Max-Age=0") == true)
            }
        }
        #expect(gate.ended.withLock { $0 } == ["product"])
    }

    @Test func theDemoSwitchesRolesAndSaysWhatItIs() async throws {
        let site = FixedSite(gate: FixedGate(isOpen: true), options: WebOptions(banner: WebOptions.demoBanner))
        try await site.test { client in
            try await client.execute(uri: "/executive", method: .get) { response in
                #expect(response.status == .ok)
                #expect(response.text.contains(WebOptions.demoBanner))
                #expect(response.text.contains("action=\"/demo/role\""))
            }
            try await client.execute(
                uri: "/demo/role", method: .post, headers: HTTPFields().withForm(),
                body: ByteBuffer(string: "role=marketing&csrf=csrf-of-demo")
            ) { response in
                #expect(response.status == .seeOther)
                #expect(response.headers[.setCookie]?.hasPrefix("mainstay-role=marketing;") == true)
            }
            try await client.execute(uri: "/executive", method: .get, headers: [.cookie: "mainstay-role=marketing"]) { response in
                #expect(response.status == .forbidden)
                #expect(response.text.contains(WebOptions.demoBanner))
            }
            try await client.execute(
                uri: "/demo/role", method: .post, headers: HTTPFields().withForm(), body: ByteBuffer(string: "role=king&csrf=csrf-of-demo")
            ) { response in
                #expect(response.status == .badRequest)
            }
        }
    }

    @Test func outsideOfTheDemoThereIsNoSwitch() async throws {
        try await FixedSite().test { client in
            try await client.execute(
                uri: "/demo/role", method: .post, headers: .session(.product).withForm(),
                body: ByteBuffer(string: "role=admin&csrf=csrf-of-product")
            ) { response in
                #expect(response.status == .notFound)
            }
        }
    }
}
