public import Access
public import Delivery
public import Domain
public import Postgres

/// Sends a test along a route, at once and past the outbox.
public struct RouteTrial: Sendable {
    public let target: RouteTarget
    public let outcome: SendOutcome

    /// - Parameters:
    ///   - route: its name.
    ///   - fallbackURL: what links begin with where no public URL is set.
    ///   - actor: who wants to know, for the audit log.
    /// - Throws: `DeliveryError.routeUnknown`, `PostgresError`. That it does not arrive is an ``outcome``.
    public static func run(
        _ route: String, settings: AlertSettings, fallbackURL: String = ListenAddress.standard.url, by actor: AuditActor, now: Moment,
        on pool: Pool
    ) async throws -> RouteTrial {
        let target = try await pool.withConnection { try await RouteTarget.fetch(route, on: $0) }
        let channels = Channels(settings.channels, links: MessageLinks(publicURL: settings.publicURL ?? fallbackURL))
        let outcome = await target.test(by: channels, now: now)
        try await pool.transaction { connection in
            try await AuditLog.record(
                .routeTested, of: nil, ["route": route, "outcome": outcome.word], by: actor, now: now, on: connection)
        }
        return RouteTrial(target: target, outcome: outcome)
    }
}
