import Domain
import Testing

@testable import Access

@Suite("Signed links")
struct SignedLinksTests {
    private static let key = String(repeating: "k", count: 32)
    private static let now = Moment(microseconds: 1_793_523_600_000_000)
    private let links: SignedLinks

    init() throws { links = try #require(SignedLinks(key: Self.key)) }

    private func token(_ alert: Int64 = 12) -> String { links.token(alert: alert, expires: Self.now.adding(days: SignedLinks.days)) }

    @Test("hold for their alert, for 7 days and not a microsecond longer")
    func lifetime() {
        #expect(links.path(alert: 12, now: Self.now) == "/a/12/" + token())
        #expect(links.holds(token(), alert: 12, now: Self.now))
        #expect(links.holds(token(), alert: 12, now: Self.now.adding(days: 7).adding(microseconds: -1)))
        #expect(!links.holds(token(), alert: 12, now: Self.now.adding(days: 7)))
    }

    @Test("are of no use for another alert, with another expiry or by another key")
    func forged() throws {
        #expect(!links.holds(token(), alert: 13, now: Self.now))
        let parts = token().split(separator: "-")
        let later = try #require(Int(parts[0])) + 1
        #expect(!links.holds("\(later)-\(parts[1])", alert: 12, now: Self.now))
        let other = try #require(SignedLinks(key: String(repeating: "x", count: 32)))
        #expect(!other.holds(token(), alert: 12, now: Self.now))
    }

    @Test(
        "refuse whatever is no token",
        arguments: ["", "-", "1", "1-", "-abc", "99999999999-00", "99999999999999999999-00", "+1-ab", "１-ab"])
    func garbage(_ token: String) { #expect(!links.holds(token, alert: 12, now: Self.now)) }

    @Test("refuse a token of which any one sign was changed")
    func everySign() {
        let whole = Array(token().utf8)
        for index in whole.indices {
            var changed = whole
            changed[index] = changed[index] == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")
            #expect(!links.holds(String(decoding: changed, as: UTF8.self), alert: 12, now: Self.now), "at \(index)")
        }
    }

    @Test("need a key that cannot be guessed, and do not show it")
    func keys() throws {
        #expect(SignedLinks(key: String(repeating: "k", count: 31)) == nil)
        #expect(SignedLinks(key: SignedLinks.randomKey()) != nil)
        #expect(SignedLinks.randomKey() != SignedLinks.randomKey())
        var shown = ""
        dump(links, to: &shown)
        #expect(!shown.contains(Self.key) && !"\(links)".contains("kk") && !String(reflecting: links).contains("kk"))
    }
}
