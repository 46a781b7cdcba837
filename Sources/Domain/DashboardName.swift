/// The four dashboards, by the names they have in addresses and commands.
public enum DashboardName: String, Sendable, Hashable, CaseIterable, Codable {
    case executive
    case campaigns
    case system
    case insights

    public var title: String {
        switch self {
        case .executive: "Executive overview"
        case .campaigns: "Campaign performance"
        case .system: "System health"
        case .insights: "Customer insights"
        }
    }

    /// Its page of this server. Whatever leads to it takes the address from here.
    public var path: String { "/" + rawValue }
}
