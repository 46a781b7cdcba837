import Domain

/// Everything that one customer leaves behind in the fact tables.
struct CustomerFacts {
    let profile: CustomerProfile
    var endings: [Moment] = []
    var returns: [Moment] = []
    /// In order of time.
    var events: [UsageEvent] = []
    var tickets: [SupportTicket] = []
    var surveys: [Survey] = []
    var campaigns: [Campaign] = []
    var exitSurveys: [ExitSurvey] = []

    init(profile: CustomerProfile) { self.profile = profile }

    var isActive: Bool { endings.count == returns.count }

    /// The newest event of the kind `login`; nil for someone who never came.
    var lastLogin: Moment? { events.last { $0.kind == .login }?.time }

    struct UsageEvent {
        enum Kind: Int, CaseIterable {
            case login, featureAdopted, featureUsed, reportExported, dashboardViewed, commentAdded, teammateInvited, integrationSynced

            /// As the column `event_type` spells it.
            var text: String {
                switch self {
                case .login: "login"
                case .featureAdopted: "feature_adopted"
                case .featureUsed: "feature_used"
                case .reportExported: "report_exported"
                case .dashboardViewed: "dashboard_viewed"
                case .commentAdded: "comment_added"
                case .teammateInvited: "teammate_invited"
                case .integrationSynced: "integration_synced"
                }
            }
        }

        let time: Moment
        let kind: Kind
        /// Place in the catalogue; nil for events that are not about a feature.
        let feature: Int?
        let id: UUIDBits
    }

    struct SupportTicket {
        enum Category: String, CaseIterable {
            case howTo = "how_to"
            case bug
            case performance
            case billing
            case featureRequest = "feature_request"
        }

        let id: UUIDBits
        let category: Category
        let subject: String
        let openedAt: Moment
        /// When the desk will have solved it, which may lie after the company's last moment.
        var closesAt: Moment
        /// The desk waits for the customer's answer.
        let waits: Bool
    }

    struct Survey {
        let id: UUIDBits
        let deployedAt: Moment
        var answer: Answer?

        struct Answer {
            let score: Int
            let text: String?
            let respondedAt: Moment
        }
    }

    struct Campaign {
        enum Kind: String {
            case atRisk = "at_risk"
            case critical
            case winBack = "win_back"
        }

        enum Status: String {
            case active, paused, completed
        }

        let id: UUIDBits
        let kind: Kind
        let sentAt: Moment
        var openedAt: Moment?
        var clickedAt: Moment?
        var respondedAt: Moment?
        var status = Status.completed
        let variant: String
        let costInCents: Int64
    }

    struct ExitSurvey {
        let id: UUIDBits
        let reason: String
        let detail: String?
        let submittedAt: Moment
    }
}
