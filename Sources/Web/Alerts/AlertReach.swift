import Access
import Alerting
import Domain

/// Which alerts a role sees and what it may do with them.
enum AlertReach {
    /// Nil for all.
    static func rules(of role: Role) -> Set<AlertRule>? { role.may(.seeAlerts) ? nil : Set(AlertRule.allCases.filter(\.isTechnical)) }

    static func covers(_ alert: Alert, _ role: Role) -> Bool {
        role.may(.seeAlerts) || role.may(.seeSystemAlerts) && alert.rule.isTechnical
    }

    /// The rules that alerts can be of and that a role may see, in the order of choices.
    static func choices(for role: Role) -> [AlertRule] {
        AlertRule.allCases.filter { rule in
            switch rule {
            // Told by the calendar: no alert of it is ever open.
            case .weeklyAtRiskDigest, .dailyCheck: false
            default: rules(of: role)?.contains(rule) ?? true
            }
        }
    }

    /// What somebody needs to be allowed for an act.
    static func right(for act: AlertAct) -> Right {
        switch act {
        case .acknowledge, .comment: .acknowledgeAlerts
        case .assign, .resolve: .manageAlerts
        }
    }
}
