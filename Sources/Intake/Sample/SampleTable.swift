/// The tables that a sample company fills customer by customer, in the order in which they are written.
///
/// Events come before users: every value of `users.last_login` must be an event, and the schema adds those that it does not find.
enum SampleTable: Int, CaseIterable {
    case usageEvents, users, userStatusChanges, supportTickets, surveys, campaigns, exitSurveys

    /// Without the schema.
    var name: String {
        switch self {
        case .usageEvents: "usage_events"
        case .users: "users"
        case .userStatusChanges: "user_status_changes"
        case .supportTickets: "support_tickets"
        case .surveys: "nps_surveys"
        case .campaigns: "retention_campaigns"
        case .exitSurveys: "exit_surveys"
        }
    }

    var columns: [String] {
        switch self {
        case .usageEvents: ["user_id", "event_type", "occurred_at", "feature", "event_id"]
        case .users:
            [
                "user_id", "external_id", "email", "name", "created_at", "last_login", "status", "churned_at", "subscription_tier", "arr",
                "renewal_date",
            ]
        case .userStatusChanges: ["user_id", "changed_at", "active", "status"]
        case .supportTickets: ["user_id", "ticket_id", "status", "opened_at", "closed_at", "category", "subject"]
        case .surveys: ["survey_id", "user_id", "score", "feedback_text", "deployed_at", "responded_at", "created_at"]
        case .campaigns:
            [
                "campaign_id", "campaign_type", "user_id", "sent_at", "opened_at", "clicked_at", "responded_at", "status", "variant",
                "cost",
            ]
        case .exitSurveys: ["exit_survey_id", "user_id", "reason", "detail", "submitted_at"]
        }
    }

    var fieldCount: Int16 { Int16(columns.count) }
}
