public import Access
public import Domain

/// What the pages and the API stand on. The program gives living ones, tests give fixed ones.
public struct WebDependencies: Sendable {
    public var dashboards: any DashboardSource
    public var customers: any CustomerSource
    public var alerts: any AlertSource & RouteSource & DeliverySource
    public var gates: any GateSource
    public var reports: any ReportSource
    /// Checks the links in messages.
    public var links: SignedLinks
    public var metrics: any MetricSource
    public var live: any LiveSource
    public var gate: any AccessGate
    /// Asked for each `GET /readyz`.
    public var readiness: @Sendable () async -> Readiness
    public var clock: any MomentSource
    public var options: WebOptions

    public init(
        dashboards: any DashboardSource, customers: any CustomerSource, alerts: any AlertSource & RouteSource & DeliverySource,
        gates: any GateSource, reports: any ReportSource, links: SignedLinks, metrics: any MetricSource, live: any LiveSource,
        gate: any AccessGate, readiness: @escaping @Sendable () async -> Readiness, clock: any MomentSource,
        options: WebOptions = WebOptions()
    ) {
        (self.dashboards, self.customers, self.metrics, self.live) = (dashboards, customers, metrics, live)
        (self.alerts, self.gates, self.reports, self.links) = (alerts, gates, reports, links)
        (self.gate, self.readiness, self.clock, self.options) = (gate, readiness, clock, options)
    }
}
