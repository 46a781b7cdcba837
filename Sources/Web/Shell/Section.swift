import Access
import Domain

/// An entry of the menu.
enum Section: Hashable, Sendable {
    case dashboard(DashboardName)
    case customers
    case alerts
    case gates
    case reports

    /// In the order of the menu.
    static let all: [Section] = DashboardName.allCases.map(Section.dashboard) + [.customers, .alerts, .gates, .reports]

    /// What a role may see.
    static func open(to role: Role) -> [Section] { all.filter { role.may($0.right) } }

    var right: Right {
        switch self {
        case .dashboard(let name): .see(name)
        case .customers: .seeCustomers
        // Their list shows each role what it may see.
        case .alerts: .seeSystemAlerts
        case .gates: .seeGates
        // Whoever sees any sees these; the list shows each role what it may see.
        case .reports: .seeReports(.monthly)
        }
    }

    var title: String {
        switch self {
        case .dashboard(let name): name.title
        case .customers: "Customers"
        case .alerts: "Alerts"
        case .gates: "Exit gates"
        case .reports: "Reports"
        }
    }

    /// The word in the menu.
    var label: String {
        switch self {
        case .dashboard(.executive): "Executive"
        case .dashboard(.campaigns): "Campaigns"
        case .dashboard(.system): "System"
        case .dashboard(.insights): "Insights"
        case .customers: "Customers"
        case .alerts: "Alerts"
        case .gates: "Gates"
        case .reports: "Reports"
        }
    }

    var path: String {
        switch self {
        case .dashboard(let name): name.path
        case .customers: "/customers"
        case .alerts: "/alerts"
        case .gates: "/gates"
        case .reports: "/reports"
        }
    }

    /// The icon: an SVG path of strokes on a field of 16 by 16.
    var shape: String {
        switch self {
        case .dashboard(.executive): "M2 11a6 6 0 0 1 12 0M8 11l3-4M2 11h1M13 11h1"
        case .dashboard(.campaigns): "M3 6.5v3h2l6 3.5V3L5 6.5zM13 6.5v3M5.5 9.8l1 3.7"
        case .dashboard(.system): "M1.5 8.5h3l2-5 3 9 2-4h3"
        case .dashboard(.insights): "M2 3h12v8H7l-3 2.5V11H2zM5 6h6M5 8.3h4"
        case .customers:
            "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c0-6 9-6 9 0M11 3a2.3 2.3 0 0 1 0 4.5M12 9.5c1.7.5 2.5 2 2.5 4"
        case .alerts: "M8 1.8v1.2M3.5 12c1-1 1-2.5 1-4.5a3.5 3.5 0 0 1 7 0c0 2 0 3.5 1 4.5zM6.5 14h3"
        case .reports: "M3.5 1.5h6l3 3v10h-9zM9.5 1.5v3h3M6 8h4.5M6 11h4.5"
        case .gates: "M3 14V4a5 5 0 0 1 10 0v10M1.5 14h13M5.5 8.5l2 2 3.5-4"
        }
    }
}
