public import Domain

/// Something that not everybody may do.
public enum Right: Sendable, Hashable {
    case see(DashboardName)
    /// Take a dashboard's snapshot now.
    case take(DashboardName)
    /// Lists and pages of customers.
    case seeCustomers
    /// Alerts of every kind, those of customers among them.
    case seeAlerts
    /// Alerts about the systems and not about customers.
    case seeSystemAlerts
    /// Say that somebody has an alert in hand, and comment on it; of the alerts that the role sees.
    case acknowledgeAlerts
    /// Assign and resolve alerts, and silence them.
    case manageAlerts
    /// How the exit gates stand, and how they stood.
    case seeGates
    /// Set the baseline that retention is compared with, and give the automatic one back.
    case changeBaseline
    /// The reports of a kind, as they were made.
    case seeReports(ReportKind)
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
        case .seeAlerts: "see alerts"
        case .seeSystemAlerts: "see alerts about the systems"
        case .acknowledgeAlerts: "acknowledge alerts"
        case .manageAlerts: "assign, resolve and silence alerts"
        case .seeGates: "see the exit gates"
        case .changeBaseline: "change the baseline of retention"
        case .seeReports(let kind): "see the \(kind.title)"
        case .manageUsers: "manage users"
        }
    }

    /// Who has the right: for those who do not, to know whom to ask.
    public var roles: [Role] { Role.allCases.filter { $0.may(self) } }
}
