public import Access
public import Delivery
public import Domain
public import Postgres

/// Sends a test along a route, at once and past the outbox, and puts it on record: among the messages and in the audit log.
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
        let test = await TestDelivery.send(to: target, by: channels, now: now)
        try await pool.transaction { connection in
            try await test.record(on: connection)
            try await AuditLog.record(
                .routeTested, of: nil, ["route": route, "outcome": test.outcome.word], by: actor, now: now, on: connection)
        }
        return RouteTrial(target: target, outcome: test.outcome)
    }
}
