/// What tickets are about. Requests for the same thing are worded alike but not the same, as people do.
enum TicketSubjects {
    static func subject(_ category: CustomerFacts.SupportTicket.Category, _ random: inout RandomStream) -> String {
        switch category {
        case .featureRequest: featureRequest(&random)
        case .bug: filled(random.pick(bugs), &random)
        case .performance: filled(random.pick(slowness), &random)
        case .billing: filled(random.pick(billing), &random)
        case .howTo: filled(random.pick(questions), &random)
        }
    }

    private static func featureRequest(_ random: inout RandomStream) -> String {
        let wish = wishes[random.pick(weights: wishWeights)]
        switch random.below(7) {
        case 0: return "Feature request: \(wish)"
        case 1: return "Please add \(wish)"
        case 2: return "Request: \(wish)"
        case 3: return "\(wish) please"
        case 4: return "Would love \(wish)"
        case 5: return "Any plans for \(wish)?"
        default: return "We need \(wish)"
        }
    }

    /// The most wanted first.
    private static let wishes = [
        "dark mode", "Slack integration", "scheduled reports", "Excel export", "bulk edit", "Salesforce sync", "custom dashboards",
        "two-factor authentication", "offline mode in the mobile app", "webhooks", "role-based permissions", "Google Sheets export",
        "a German translation", "calendar view", "PDF export with our logo", "undo for deleted items", "SCIM provisioning",
        "an on-premises version",
    ]
    private static let wishWeights = wishes.indices.map { 1 / (1.5 + Double($0)) }

    private static let bugs = [
        "{area} shows an error after the last update", "Cannot save changes in {area}", "{area}: numbers do not add up",
        "Export from {area} is empty",
        "Error 500 when opening {area}", "{area} logs me out again and again", "Duplicates after the sync with {tool}",
        "Duplicate rows in {area}",
        "Notifications from {area} do not arrive",
        "Filter in {area} is ignored", "{area} is broken in Firefox", "Sync with {tool} stopped", "Dates are off by one day in {area}",
    ]
    private static let slowness = [
        "{area} is very slow since {when}", "{area} takes a minute to load", "Time-outs in {area}", "{area} freezes with many rows",
        "Slow response since {when}", "Export from {area} never finishes", "Search in {area} takes forever",
    ]
    private static let billing = [
        "Question about invoice {number}", "Charged twice in {month}", "Change of billing address", "Please send invoice {number} again",
        "VAT number is missing on invoice {number}",
        "Upgrade to a larger plan", "Fewer seats from {month} on", "Refund for {month}", "Payment by bank transfer?",
        "Credit card was declined",
    ]
    private static let questions = [
        "How do I set up {area}?", "How can I share {area} with my team?", "Where do I find {area}?", "How do I import our data?",
        "Inviting colleagues does not work for me",
        "What does the figure in {area} mean?", "How do I change the owner of an account?", "Can I undo a change in {area}?",
        "Training for new colleagues", "How do I connect {tool}?",
    ]

    private static func filled(_ template: String, _ random: inout RandomStream) -> String {
        SlotText.filled(template) { slot in
            switch slot {
            case "area": random.pick(areas)
            case "tool": random.pick(tools)
            case "when": random.pick(["yesterday", "this morning", "Monday", "the update", "last week"])
            case "month": random.pick(months)
            default: "2\(random.below(9))-\(10_000 + random.below(89_999))"
            }
        }
    }

    private static let areas = [
        "the dashboard", "the report page", "the alert list", "the template gallery", "the mobile app", "the team inbox",
        "the field editor",
        "the automation page", "the API", "single sign-on", "the forecast", "the audit log", "the customer list", "the search page",
    ]
    private static let tools = ["Salesforce", "HubSpot", "Slack", "Google Sheets", "our accounting software", "Teams"]
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
    ]
}
