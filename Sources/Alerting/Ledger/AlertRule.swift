public import Postgres
import Schema

/// What alerts, digests and checks are about. The conditions are those of docs/alerts.md.
public enum AlertRule: String, Sendable, Hashable, CaseIterable {
    case criticalCustomer = "critical_customer"
    case highValueAtRisk = "high_value_at_risk"
    case npsNegative = "nps_negative"
    case npsDrop = "nps_drop"
    case retentionDecline = "retention_decline"
    case systemDegraded = "system_degraded"
    case crmSyncFailure = "crm_sync_failure"
    case reconcileDifferences = "reconcile_differences"
    case deliveryFailed = "delivery_failed"
    /// Sent by the calendar; no alert of it is ever open.
    case weeklyAtRiskDigest = "weekly_at_risk_digest"
    /// Told when the daily check fails; no alert of it is ever open.
    case dailyCheck = "daily_check"
    /// The reports are sent by the calendar; no alert of them is ever open.
    case weeklyReview = "weekly_review"
    case monthlyReview = "monthly_review"
    case insightsReport = "insights_report"

    /// As a heading: `Critical customer`.
    public var title: String {
        switch self {
        case .criticalCustomer: "Critical customer"
        case .highValueAtRisk: "High-value customer at risk"
        case .npsNegative: "Negative NPS"
        case .npsDrop: "NPS drop"
        case .retentionDecline: "Retention decline"
        case .systemDegraded: "System degraded"
        case .crmSyncFailure: "CRM sync failure"
        case .reconcileDifferences: "Reconcile differences"
        case .deliveryFailed: "Delivery failed"
        case .weeklyAtRiskDigest: "Weekly at-risk digest"
        case .dailyCheck: "Daily check"
        case .weeklyReview: "Weekly review"
        case .monthlyReview: "Monthly business review"
        case .insightsReport: "Customer Insights Report"
        }
    }

    /// Those that look at figures; the others follow from single changes or from the calendar.
    public static let ofFigures: Set<AlertRule> = [
        .highValueAtRisk, .npsNegative, .npsDrop, .retentionDecline, .systemDegraded, .crmSyncFailure, .reconcileDifferences,
        .deliveryFailed,
    ]

    /// Whether it speaks of the machinery rather than of customers.
    public var isTechnical: Bool {
        switch self {
        case .systemDegraded, .crmSyncFailure, .reconcileDifferences, .deliveryFailed, .dailyCheck: true
        default: false
        }
    }

    /// The names, as errors and helps list them.
    public static var names: String { allCases.map(\.rawValue).joined(separator: ", ") }
}

extension AlertRule: Comparable {
    public static func < (left: AlertRule, right: AlertRule) -> Bool { left.rawValue < right.rawValue }
}

extension AlertRule: PostgresEncodable, PostgresDecodable {}
