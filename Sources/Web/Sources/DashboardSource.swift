public import Dashboards
public import Domain

/// Where pages have their dashboards from.
public protocol DashboardSource: Sendable {
    /// The newest snapshot, or with `asOf` the newest that speaks of that moment or an earlier one; nil when there is none.
    func snapshot(_ name: DashboardName, asOf: Moment?) async throws -> DashboardSnapshot?
    /// The newest first.
    func snapshots(_ name: DashboardName, limit: Int) async throws -> [SnapshotHeader]
    /// Takes one now. - Throws: ``SnapshotError/beingTaken(_:)``.
    func take(_ name: DashboardName, now: Moment) async throws -> DashboardSnapshot
}
