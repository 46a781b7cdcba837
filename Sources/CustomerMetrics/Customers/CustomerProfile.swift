public import Domain

/// All that one wants to know of a customer before a call.
public struct CustomerProfile: Sendable, Hashable {
    /// What the score will be when nothing happens until then.
    public struct NextChange: Sendable, Hashable {
        public let moment: Moment
        /// Days of 24 hours that nothing will have happened by then.
        public let inactiveDays: Int
        /// The only part that time alone changes.
        public let engagement: Int
        public let total: Int
        public let status: HealthStatus
    }

    /// From this moment on the total is this; nil while the customer is not active.
    public struct Turn: Sendable, Hashable {
        public let moment: Moment
        public let total: Int?
    }

    public struct Event: Sendable, Hashable {
        public let moment: Moment
        public let type: String
        public let feature: String?
    }

    public struct Survey: Sendable, Hashable {
        public let deployedAt: Moment?
        /// Nil while there is no answer.
        public let answeredAt: Moment?
        public let score: Int?
        public let category: String?
        public let feedback: String?
    }

    public struct Campaign: Sendable, Hashable {
        public let type: CampaignType
        public let sentAt: Moment
        public let openedAt: Moment?
        public let clickedAt: Moment?
        public let respondedAt: Moment?
        /// The score when it was sent, and 30 days later; nil where there was none, or those days have not passed.
        public let scoreBefore: Int?
        public let scoreAfter: Int?
    }

    public let asOf: Moment
    public let customer: Customer
    public let createdAt: Moment
    public let renewalDate: CivilDate?
    public let standing: Standing
    /// Nil while the customer is not active.
    public let score: Score?
    /// The most points of each part.
    public let model: HealthModel
    /// Nil when time alone changes nothing more.
    public let nextChange: NextChange?
    /// The total through the last 30 days: how it stood at their beginning and each change after that.
    public let history: [Turn]
    /// The newest first, at most ``newest``; so are the others.
    public let events: [Event]
    /// Open ones before closed ones.
    public let tickets: [Ticket]
    public let surveys: [Survey]
    public let campaigns: [Campaign]

    /// How many events, tickets, surveys and campaigns a profile has at most.
    public static let newest = (events: 10, tickets: 5, surveys: 5, campaigns: 5)
}

extension CustomerProfile {
    /// The shape of `mainstay customer ID --format json`.
    public var json: JSON {
        .object(
            [JSON.Member("as_of", .from(asOf))] + customer.jsonMembers + [
                JSON.Member("created_at", .from(createdAt)),
                JSON.Member("renewal_date", .from(renewalDate?.description)),
                JSON.Member("standing", standing.json),
                JSON.Member("score", score?.json ?? .null),
                JSON.Member("next_change", nextChange?.json ?? .null),
                JSON.Member("history_30d", .array(history.map { .object(["at": .from($0.moment), "total": .from($0.total)]) })),
                JSON.Member("events", .array(events.map(\.json))),
                JSON.Member("tickets", .array(tickets.map(\.json))),
                JSON.Member("surveys", .array(surveys.map(\.json))),
                JSON.Member("campaigns", .array(campaigns.map(\.json))),
            ])
    }
}

extension CustomerProfile.NextChange {
    fileprivate var json: JSON {
        .object([
            "at": .from(moment),
            "inactive_days": .from(inactiveDays),
            "engagement": .from(engagement),
            "total": .from(total),
            "status": .string(status.rawValue),
        ])
    }
}

extension CustomerProfile.Event {
    fileprivate var json: JSON {
        .object(["at": .from(moment), "type": .string(type), "feature": .from(feature)])
    }
}

extension CustomerProfile.Survey {
    fileprivate var json: JSON {
        .object([
            "deployed_at": .from(deployedAt),
            "answered_at": .from(answeredAt),
            "score": .from(score),
            "category": .from(category),
            "feedback": .from(feedback),
        ])
    }
}

extension CustomerProfile.Campaign {
    fileprivate var json: JSON {
        .object([
            "campaign_type": .string(type.rawValue),
            "sent_at": .from(sentAt),
            "opened_at": .from(openedAt),
            "clicked_at": .from(clickedAt),
            "responded_at": .from(respondedAt),
            "score_before": .from(scoreBefore),
            "score_after": .from(scoreAfter),
        ])
    }
}
