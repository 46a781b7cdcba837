/// The three reports, by the names they have in addresses and commands (operations.md §6).
public enum ReportKind: String, Sendable, Hashable, CaseIterable, Codable {
    /// What the success team looks at each Monday.
    case weekly
    /// What the business looks at each month.
    case monthly
    /// What is handed over to the product team each month.
    case insights

    public var title: String {
        switch self {
        case .weekly: "Weekly review"
        case .monthly: "Monthly business review"
        case .insights: "Customer Insights Report"
        }
    }

    /// The rule whose routes say who gets it by mail.
    public var rule: String {
        switch self {
        case .weekly: "weekly_review"
        case .monthly: "monthly_review"
        case .insights: "insights_report"
        }
    }
}
