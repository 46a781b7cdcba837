public import Domain

/// Why no snapshot was taken or given.
public enum SnapshotError: Error, Hashable, Sendable {
    /// Somebody is taking this dashboard's snapshot at this moment; it will be there in seconds.
    case beingTaken(DashboardName)
    /// The content of a stored snapshot is not a dashboard that this program knows.
    case unreadable(id: Int64, reason: String)
}

extension SnapshotError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .beingTaken(let name): "a snapshot of the dashboard '\(name.rawValue)' is being taken already; look again in a few seconds"
        case .unreadable(let id, let reason): "snapshot \(id) cannot be read: \(reason); take a new one"
        }
    }
}
