public import Domain

/// A dashboard as it was kept.
public struct DashboardSnapshot: Sendable, Hashable {
    public let id: Int64
    public let dashboard: Dashboard

    public init(id: Int64, dashboard: Dashboard) { (self.id, self.dashboard) = (id, dashboard) }
}

/// Why a snapshot was taken.
public enum SnapshotReason: String, Sendable, Hashable, CaseIterable {
    case scheduled
    /// Somebody asked for it.
    case requested
}

/// A snapshot in a list, without its contents.
public struct SnapshotHeader: Sendable, Hashable {
    public let id: Int64
    public let name: DashboardName
    /// The moment that its figures speak of.
    public let asOf: Moment
    public let takenAt: Moment
    public let reason: SnapshotReason

    public init(id: Int64, name: DashboardName, asOf: Moment, takenAt: Moment, reason: SnapshotReason) {
        (self.id, self.name, self.asOf, self.takenAt, self.reason) = (id, name, asOf, takenAt, reason)
    }
}
