import Testing

@testable import Web

@Suite struct LocalPathTests {
    @Test(
        arguments: [
            nil, "", "//evil.example", "/\\evil.example", "https://evil.example", "javascript:alert(1)", "evil", "/a\r\nSet-Cookie: x=y",
            "/\t/evil.example",
            "/ä", "\\/evil.example", "/" + String(repeating: "a", count: 3_000),
        ])
    func leadsNowhereElse(text: String?) {
        #expect(LocalPath(text).text == "/")
    }

    @Test(arguments: ["/", "/executive", "/customers?status=critical&order=arr", "/customers/a%2Fb"])
    func keepsPlacesOfThisSite(text: String) {
        #expect(LocalPath(text).text == text)
    }

    @Test func isWrittenForAQuery() {
        #expect(LocalPath("/executive?as_of=2026-11-01T09:00:00Z").queryValue == "/executive%3Fas_of%3D2026-11-01T09%3A00%3A00Z")
    }
}
