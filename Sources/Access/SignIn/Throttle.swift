import Domain

/// How many wrong passwords are one too many. Decides only; ``SignIn`` counts and acts.
///
/// Both counts look back over a window that slides. An account that is guessed at makes everybody wait, its owner too, but never longer
/// than the window: a lock that a stranger could close for good would be a weapon. Whoever is signed in already is not touched.
enum Throttle {
    enum Verdict: Sendable, Hashable {
        case allowed
        /// - Parameters:
        ///   - until: from then on the next attempt is looked at.
        ///   - of: whose count is full.
        case wait(until: Moment, of: Count)
    }

    enum Count: String, Sendable, Hashable {
        case account
        case address
    }

    static let windowSeconds: Int64 = 15 * 60
    /// Slips of a hand that knows the password; guesses at one that has 12 characters get nowhere.
    static let accountLimit = 5
    /// A whole office may come from one address, and not all of it may sign in wrongly for a quarter of an hour.
    static let addressLimit = 50
    /// After as many failures as the limit; each further one doubles it, up to the window.
    static let firstDelaySeconds: Int64 = 60

    /// - Parameters:
    ///   - account: failed attempts at the account, newest first.
    ///   - address: failed attempts from the address, newest first.
    /// - Returns: of two waits the longer one.
    static func verdict(account: [Moment], address: [Moment], now: Moment) -> Verdict {
        let waits = [(accountWait(recent(account, now)), Count.account), (addressWait(recent(address, now)), .address)]
            .compactMap { until, count in until.map { (until: $0, count: count) } }
            .filter { $0.until > now }
        guard let longest = waits.max(by: { $0.until < $1.until }) else { return .allowed }
        return .wait(until: longest.until, of: longest.count)
    }

    /// An attempt counts until it is as old as the window.
    private static func recent(_ attempts: [Moment], _ now: Moment) -> [Moment] {
        attempts.filter { $0 > now.adding(seconds: -windowSeconds) }
    }

    private static func accountWait(_ attempts: [Moment]) -> Moment? {
        guard let newest = attempts.first, attempts.count >= accountLimit else { return nil }
        let doublings = min(attempts.count - accountLimit, 8)
        return newest.adding(seconds: min(firstDelaySeconds << Int64(doublings), windowSeconds))
    }

    /// Until the oldest of as many as the limit no longer counts.
    private static func addressWait(_ attempts: [Moment]) -> Moment? {
        guard attempts.count >= addressLimit else { return nil }
        return attempts[addressLimit - 1].adding(seconds: windowSeconds)
    }
}
