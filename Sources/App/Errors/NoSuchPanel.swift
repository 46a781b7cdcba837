public import Domain

/// A panel was asked for that the dashboard does not have.
public struct NoSuchPanel: UserFacingError, Hashable {
    public let id: String
    public let dashboard: DashboardName
    public let existing: [String]

    public var description: String {
        "the dashboard '\(dashboard.rawValue)' has no panel '\(id)'; it has \(existing.joined(separator: ", "))"
    }

    public var exitStatus: ExitStatus { .usage }
}
