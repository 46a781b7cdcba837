import Crypto
public import Domain

/// Links in messages by which whoever has the message acknowledges its alert, without signing in.
///
/// Such a link says which alert and until when, and bears an HMAC-SHA256 of both. It can do this one thing and nothing else, and it works for
/// whoever has the message: so it shows no more than the message did.
public struct SignedLinks: Sendable, Redacted {
    private let key: SymmetricKey

    /// How long a link works.
    public static let days: Int64 = 7
    /// What a key must have at least.
    public static let shortestKey = 32

    /// - Parameter key: whoever knows it can make links; nil comes of one that has fewer than ``shortestKey`` bytes.
    public init?(key: String) {
        guard key.utf8.count >= Self.shortestKey else { return nil }
        self.key = SymmetricKey(data: Array(key.utf8))
    }

    /// A key that nobody can guess.
    public static func randomKey() -> String { Secret.random().text }

    public var description: String { "SignedLinks(****)" }

    // MARK: Making one

    /// `/a/12/1793523600-…`: the link that works until ``days`` after `now`.
    public func path(alert: Int64, now: Moment) -> String {
        "/a/\(alert)/\(token(alert: alert, expires: now.adding(days: Self.days)))"
    }

    func token(alert: Int64, expires: Moment) -> String {
        let second = expires.microseconds / Moment.microsecondsPerSecond
        let code = HMAC<SHA256>.authenticationCode(for: Self.signed(alert, second), using: key)
        return "\(second)-\(Array(code).hexadecimal)"
    }

    // MARK: Checking one

    /// Whether a token is one that was made for this alert and still holds. Why it is not is nobody's business.
    public func holds(_ token: String, alert: Int64, now: Moment) -> Bool {
        let halves = token.split(separator: "-", maxSplits: 1)
        guard halves.count == 2, halves[0].utf8.count <= 11, halves[0].utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let second = Int64(halves[0])
        else { return false }
        let expected = Array(HMAC<SHA256>.authenticationCode(for: Self.signed(alert, second), using: key)).hexadecimal
        // The code first, and always: a wrong one takes as long as an expired one.
        let isOurs = ConstantTime.equal(Array(expected.utf8), Array(halves[1].utf8))
        return isOurs && now < Moment(microseconds: second * Moment.microsecondsPerSecond)
    }

    /// What is signed begins with its purpose, so that a code for one thing is none for another.
    private static func signed(_ alert: Int64, _ second: Int64) -> [UInt8] { Array("mainstay acknowledge \(alert) \(second)".utf8) }
}
