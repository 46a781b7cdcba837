public import Access
public import Alerting
public import Domain

/// Where pages and the API have routes from, and where they change and try them.
public protocol RouteSource: Sendable {
    /// All, those of one rule together.
    func routes() async throws -> [RouteStanding]
    /// Changes a route, or makes one.
    /// - Throws: ``AlertError``.
    func setRoute(_ id: String, _ edit: RouteEdit, by actor: String, why: String?, now: Moment) async throws -> Route
    /// Makes a route what it is by default; one that somebody added is removed.
    /// - Returns: nil when it was removed.
    /// - Throws: ``AlertError/routeUnknown(_:)``.
    func resetRoute(_ id: String, by actor: String, why: String?, now: Moment) async throws -> Route?
    /// Sends a test along a route.
    /// - Returns: nil when no route that is switched on has this name.
    func testRoute(_ id: String, by actor: AuditActor, now: Moment) async throws -> RouteTest?
}

/// What became of a test along a route.
public struct RouteTest: Sendable, Hashable {
    public let channel: String
    public let target: String
    /// `sent`, `retry` (did not arrive, may work later) or `failed` (cannot work as it is).
    public let outcome: String
    /// What the receiver said, or what went wrong.
    public let answer: String

    public init(channel: String, target: String, outcome: String, answer: String) {
        (self.channel, self.target, self.outcome, self.answer) = (channel, target, outcome, answer)
    }
}
