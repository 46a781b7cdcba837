public import Domain

extension Role {
    /// Whether somebody of this role may do something. Pages, API, exports and the live stream all ask here and decide nothing themselves.
    public func may(_ right: Right) -> Bool {
        switch right {
        // Taking a snapshot shows nothing that seeing would not, and replaces nothing: the older ones stay.
        case .see(let dashboard), .take(let dashboard): dashboards.contains(dashboard)
        case .seeCustomers: seesCustomers
        // An alert names its customer, so whoever may not see customers does not see it either.
        case .seeAlerts: seesCustomers
        case .seeSystemAlerts: seesCustomers || runsSystems
        case .acknowledgeAlerts: seesCustomers || runsSystems
        case .manageAlerts: managesAlerts
        case .seeGates: seesGates
        case .changeBaseline: self == .chairman || self == .admin
        case .seeReports(let kind): reports.contains(kind)
        case .manageUsers: self == .admin
        }
    }

    /// The dashboards that this role sees, in the order of menus.
    public var dashboards: [DashboardName] {
        switch self {
        case .chairman: [.executive, .insights]
        case .eva: DashboardName.allCases
        case .successLead: [.executive, .campaigns]
        case .successTeam: [.campaigns]
        case .marketing: [.campaigns]
        case .engineering: [.system]
        case .successOps: [.system]
        case .product: [.insights]
        case .admin: DashboardName.allCases
        }
    }

    /// The reports that this role sees. The weekly review names customers; the monthly ones are the hand-over to the product team.
    public var reports: [ReportKind] {
        switch self {
        case .chairman, .eva, .successLead, .admin: ReportKind.allCases
        case .product: [.monthly, .insights]
        case .successTeam, .marketing, .engineering, .successOps: []
        }
    }

    /// Single customers are personal data, so only those see them who work with them: the team owns them, the lead reassigns them, the
    /// Chairman gets escalations with the customer's profile, and the agent checks all of it. The others answer for figures, not for
    /// people.
    private var seesCustomers: Bool {
        switch self {
        case .chairman, .eva, .successLead, .successTeam, .admin: true
        case .marketing, .engineering, .successOps, .product: false
        }
    }

    /// Those whom alerts about the systems are for.
    private var runsSystems: Bool { self == .engineering || self == .successOps }

    /// The lead decides whose an alert is and when it is over; the Chairman overrides. The agent takes no person's decision.
    private var managesAlerts: Bool {
        switch self {
        case .chairman, .successLead, .admin: true
        case .eva, .successTeam, .marketing, .engineering, .successOps, .product: false
        }
    }

    /// Those who decide whether the programme moves on, and those who answer for what a gate asks.
    private var seesGates: Bool {
        switch self {
        case .chairman, .eva, .successLead, .admin: true
        case .successTeam, .marketing, .engineering, .successOps, .product: false
        }
    }
}
