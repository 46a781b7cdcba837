import Domain
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing

@testable import Web

@Suite struct SecurityTests {
    @Test(arguments: ["/executive", "/", "/nothing", "/sign-in", "/healthz", "/assets/nothing.css", "/api/nothing", "/customers/x/y"])
    func everyAnswerCarriesTheHeaders(path: String) async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                let policy = response.headers[.contentSecurityPolicy] ?? ""
                #expect(policy.hasPrefix("default-src 'none'; script-src 'self'; style-src 'self'"))
                #expect(!policy.contains("unsafe"))
                #expect(response.headers[.xContentTypeOptions] == "nosniff")
                for name in ["Referrer-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"] {
                    let field = try #require(HTTPField.Name(name))
                    #expect(response.headers.contains(field), "\(name)")
                }
                #expect(response.headers[.strictTransportSecurity] == nil)
            }
        }
    }

    @Test func behindTLSBrowsersAreToldToStay() async throws {
        try await FixedSite(options: WebOptions(isSecure: true)).test { client in
            try await client.execute(uri: "/healthz", method: .get) { response in
                #expect(response.headers[.strictTransportSecurity] == "max-age=31536000")
            }
        }
    }

    @Test func noPageHoldsInlineScriptOrStyle() async throws {
        try await FixedSite().test { client in
            for path in ["/executive", "/sign-in", "/nothing"] {
                try await client.execute(uri: path, method: .get, headers: .session(.admin)) { response in
                    #expect(!response.text.contains(" style="))
                    #expect(!response.text.contains("<style"))
                    #expect(!response.text.contains("<script>"))
                    #expect(response.text.firstMatch(of: #/ on[a-z]+=/#) == nil)
                    #expect(!response.text.contains("http://") && !response.text.contains("https://"))
                }
            }
        }
    }

    @Test(
        arguments: [
            ("csrf=wrong", "", ""), ("", "", ""), ("csrf=", "", ""), ("csrf=wrong&csrf=csrf-of-system", "", ""),
            ("csrf=csrf-of-engineering", "Origin", "https://evil.example"), ("csrf=csrf-of-engineering", "Origin", "null"),
            ("csrf=csrf-of-engineering", "Origin", "http://localhost.evil.example"),
            ("csrf=csrf-of-engineering", "Sec-Fetch-Site", "cross-site"), ("csrf=csrf-of-engineering", "Sec-Fetch-Site", "same-site"),
        ])
    func formsFromElsewhereAreRefused(body: String, header: String, value: String) async throws {
        let dashboards = FixedDashboards()
        try await FixedSite(dashboards: dashboards).test { client in
            var fields = HTTPFields.session(.engineering).withForm()
            if let name = HTTPField.Name(header) { fields[name] = value }
            try await client.execute(uri: "/system/take", method: .post, headers: fields, body: ByteBuffer(string: body)) { response in
                #expect(response.status == .forbidden)
            }
        }
        #expect(await dashboards.takes.isEmpty)
    }

    @Test func formsFromHereAreTaken() async throws {
        try await FixedSite().test { client in
            var fields = HTTPFields.session(.engineering).withForm()
            fields[.origin] = "http://localhost"
            fields[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "same-origin"
            try await client.execute(
                uri: "/system/take", method: .post, headers: fields, body: ByteBuffer(string: "csrf=csrf-of-engineering")
            ) { response in
                #expect(response.status == .seeOther)
            }
        }
    }

    @Test func formsOfNobodyLeadToSignIn() async throws {
        try await FixedSite().test { client in
            try await client.execute(
                uri: "/system/take", method: .post, headers: HTTPFields().withForm(), body: ByteBuffer(string: "csrf=")
            ) { response in
                #expect(response.status == .seeOther)
                #expect(response.headers[.location] == "/sign-in")
            }
        }
    }

    @Test func largeFormsAndOtherContentsAreRefused() async throws {
        try await FixedSite().test { client in
            let large = ByteBuffer(string: "csrf=csrf-of-engineering&x=" + String(repeating: "x", count: 70_000))
            try await client.execute(
                uri: "/system/take", method: .post, headers: .session(.engineering).withForm(), body: large
            ) { response in
                #expect(response.status == .contentTooLarge)
            }
            var fields = HTTPFields.session(.engineering)
            fields[.contentType] = "text/plain"
            try await client.execute(
                uri: "/system/take", method: .post, headers: fields, body: ByteBuffer(string: "csrf=csrf-of-engineering")
            ) { response in
                #expect(response.status == .unsupportedMediaType)
            }
        }
    }

    @Test func otherMethodsAreToldWhatThereIs() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/executive", method: .delete, headers: .session(.admin)) { response in
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "GET, HEAD")
            }
            try await client.execute(uri: "/executive/take", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .methodNotAllowed)
                #expect(response.headers[.allow] == "POST")
            }
            try await client.execute(uri: "/executive", method: .head, headers: .session(.admin)) { response in
                #expect(response.status == .ok)
                #expect(response.body.readableBytes == 0)
            }
        }
    }

    @Test func failuresTellNothingOfTheInside() async throws {
        try await FixedSite().test { client in
            try await client.execute(uri: "/customers", method: .get, headers: .session(.admin)) { response in
                #expect(response.status == .internalServerError)
                #expect(!response.text.contains("Touched"))
                #expect(response.text.contains("server&#39;s log"))
                #expect(response.text.contains("Person admin"))
            }
        }
    }

    @Test(arguments: [
        "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1:8080", "", "[::2]:80", "localhost:80:90",
    ])
    func theDemoAnswersNoOtherNames(host: String) {
        #expect(!HostCheck.isOfThisMachine(host))
    }

    @Test(arguments: ["localhost", "localhost:8080", "LOCALHOST:1", "127.0.0.1:8080", "[::1]", "[::1]:8080", "demo.localhost:80"])
    func theDemoAnswersThisMachinesNames(host: String) {
        #expect(HostCheck.isOfThisMachine(host))
    }
}
