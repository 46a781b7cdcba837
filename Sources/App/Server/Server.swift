import Access
import Dashboards
public import Domain
public import Logging
import Postgres
import Reports
import ServiceLifecycle
import Web

/// What `mainstay serve` and the demo run until they are stopped: the score engine, the alerts and their delivery, the jobs, and the pages.
public struct Server: Sendable {
    /// Whom the server answers.
    public enum Audience: Sendable, Hashable {
        /// Users who sign in, and programs with a token.
        case users
        /// Everybody on this machine, without a password.
        case demo
    }

    private let database: Database
    private let settings: ServerSettings
    private let audience: Audience
    private let clock: any MomentSource
    private let logger: Logger
    private let whenListening: @Sendable (ListenAddress) async -> Void

    /// - Parameters:
    ///   - whenListening: called with the address, and the port that was found, once requests are taken.
    public init(
        database: Database, settings: ServerSettings, audience: Audience = .users, clock: any MomentSource, logger: Logger,
        whenListening: @escaping @Sendable (ListenAddress) async -> Void = { _ in }
    ) {
        (self.database, self.settings, self.audience) = (database, settings, audience)
        (self.clock, self.logger, self.whenListening) = (clock, logger, whenListening)
    }

    /// Runs until the task is cancelled, and then stops in good order: requests are answered to their end.
    ///
    /// - Throws: ``ServerRefusal``; `WebFilesError` when the program is not installed whole; `PostgresError` when the database is away at the start.
    public func run() async throws {
        let gate = try await self.gate()
        let snapshots = SnapshotStore(pool: database.pool)
        let live = LiveBackend { [database, clock] in
            try await database.pool.transaction(.snapshot) { try await LiveFigures.fetch(asOf: clock.now, on: $0) }
        }
        let links = try settings.alerts.links()
        let (addresses, listening) = AsyncStream.makeStream(of: ListenAddress.self)
        // However many messages were written, one look finds them all.
        let (written, bell) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
        let dependencies = WebDependencies(
            dashboards: DashboardBackend(store: snapshots, clock: clock), customers: CustomerBackend(pool: database.pool),
            alerts: AlertBackend(pool: database.pool, settings: settings.alerts, fallbackURL: settings.address.url),
            gates: ExitGateBackend(pool: database.pool),
            reports: ReportBackend(
                store: ReportStore(pool: database.pool), printer: PDFPrinter(settings.browser), publicURL: settings.alerts.publicURL),
            links: links,
            metrics: MetricBackend(pool: database.pool),
            live: live, gate: gate, readiness: readiness, clock: clock,
            options: WebOptions(
                isSecure: settings.isBehindTLSProxy, trustsProxy: settings.isBehindTLSProxy,
                banner: audience == .demo ? WebOptions.demoBanner : nil))
        // The last is stopped first: pages end before what they stand on.
        try await run([
            EngineService(database: database, clock: clock, logger: logger),
            DeliveryService(
                database: database, settings: settings.alerts, links: links, clock: clock, logger: logger, addresses: addresses,
                written: written),
            AlertService(database: database, clock: clock, logger: logger, whenWritten: { bell.yield() }),
            JobsService(database: database, snapshots: SnapshotJobs(store: snapshots), clock: clock, logger: logger),
            WebService(
                address: settings.address, sparePorts: settings.sparePorts, dependencies: dependencies, logger: logger,
                whenListening: { [whenListening] address in
                    listening.yield(address)
                    await whenListening(address)
                }),
            LiveService(live: live),
        ])
    }

    /// Who is let in.
    /// - Throws: ``ServerRefusal`` when nobody may be at this address.
    private func gate() async throws -> any AccessGate {
        switch audience {
        case .demo:
            guard settings.address.isLoopback else { throw ServerRefusal.demoBeyondThisMachine(settings.address) }
            return DemoGate()
        case .users:
            let gate = AccessGateBackend(access: Access(pool: database.pool))
            let hasUsers = try await gate.hasUsers()
            try settings.checkBinding(hasUsers: hasUsers)
            if !hasUsers { logger.notice("nobody can sign in yet; make the first user with `mainstay user add NAME --role admin`") }
            return gate
        }
    }

    /// A task that is cancelled asks the services to stop; they have some seconds for it.
    private func run(_ services: [any Service]) async throws {
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        var configuration = ServiceGroupConfiguration(services: services.map { .init(service: $0) }, logger: quiet)
        configuration.maximumGracefulShutdownDuration = .seconds(10)
        let group = ServiceGroup(configuration: configuration)
        let serving = Task { try await group.run() }
        try await withTaskCancellationHandler {
            try await serving.value
        } onCancel: {
            Task { await group.triggerGracefulShutdown() }
        }
    }

    private func readiness() async -> Readiness {
        do {
            try await database.pool.execute("SELECT FROM mainstay.engine_state")
            return .ready
        } catch {
            logger.debug("not ready: \(error)")
            return .notReady(reason: "the database does not answer")
        }
    }
}
