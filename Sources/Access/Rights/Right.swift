public import Domain

/// Something that not everybody may do.
public enum Right: Sendable, Hashable {
    case see(DashboardName)
    /// Take a dashboard's snapshot now.
    case take(DashboardName)
    /// Lists and pages of customers.
    case seeCustomers
    /// Users, roles, tokens and the audit log.
    case manageUsers
}

extension Right {
    /// What the right is to do, behind "may".
    public var title: String {
        switch self {
        case .see(let dashboard): "see \(dashboard.title)"
        case .take(let dashboard): "take \(dashboard.title) again"
        case .seeCustomers: "see customers"
        case .manageUsers: "manage users"
        }
    }

    /// Who has the right: for those who do not, to know whom to ask.
    public var roles: [Role] { Role.allCases.filter { $0.may(self) } }
}
