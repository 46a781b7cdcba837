public import Domain
public import Postgres
import Schema

/// What happened with a customer, newest first: events, tickets, surveys and campaigns in one line.
public struct CustomerTimeline: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        case event
        case ticket
        case survey
        case campaign
    }

    public struct Entry: Sendable, Hashable {
        /// What happened, with what one wants to know of it.
        public enum Happening: Sendable, Hashable {
            case event(type: String, feature: String?)
            case ticketOpened(shown: String, subject: String?, category: String?)
            case ticketClosed(shown: String, subject: String?, category: String?)
            case surveyDeployed
            case surveyAnswered(score: Int, category: String?, feedback: String?)
            case campaignSent(CampaignType)
            case campaignOpened(CampaignType)
            case campaignClicked(CampaignType)
            case campaignResponded(CampaignType)
        }

        public let moment: Moment
        public let happening: Happening

        public init(moment: Moment, happening: Happening) { (self.moment, self.happening) = (moment, happening) }

        public var kind: Kind {
            switch happening {
            case .event: .event
            case .ticketOpened, .ticketClosed: .ticket
            case .surveyDeployed, .surveyAnswered: .survey
            case .campaignSent, .campaignOpened, .campaignClicked, .campaignResponded: .campaign
            }
        }
    }

    public let customer: Customer
    public let asOf: Moment
    /// Only that; nil for all.
    public let kind: Kind?
    public let entries: [Entry]
    /// Whether older entries were left out.
    public let hasMore: Bool

    public init(customer: Customer, asOf: Moment, kind: Kind?, entries: [Entry], hasMore: Bool) {
        (self.customer, self.asOf, self.kind, self.entries, self.hasMore) = (customer, asOf, kind, entries, hasMore)
    }

    /// - Parameters:
    ///   - id: as a person or a program gives it: the source's id, or the UUID.
    ///   - kind: only that; nil for all.
    ///   - asOf: nothing that happened later is in the answer.
    ///   - limit: at most so many entries.
    /// - Throws: ``CustomerLookupError``, ``PostgresError``.
    public static func fetch(
        _ id: String, kind: Kind? = nil, asOf: Moment, limit: Int = 50, on connection: Connection
    ) async throws -> CustomerTimeline {
        let customer = try await Customer.find(id, on: connection)
        // Each kind gives its own newest, from its own index; one more than asked for tells whether there are more.
        let kinds = (kind.map { [$0] } ?? Kind.allCases).map { $0.happenings(of: customer.id, asOf: asOf, limit: limit + 1) }
        let rows = try await connection.query(
            """
            SELECT h.moment, h.what, h.a, h.b, h.c FROM (\(kinds.joined(separator: " UNION ALL "))) AS h (moment, rank, what, a, b, c)
             ORDER BY h.moment DESC, h.rank DESC, h.what, h.a, h.b, h.c LIMIT \(limit + 1)
            """)
        return CustomerTimeline(
            customer: customer, asOf: asOf, kind: kind,
            entries: try rows.prefix(limit).map { Entry(moment: try $0["moment"], happening: try happening($0)) },
            hasMore: rows.count > limit)
    }

    private static func happening(_ row: Row) throws -> Entry.Happening {
        let what: String = try row["what"]
        func campaign() throws -> CampaignType { try row["a"] }
        switch what {
        case "ticket_opened": return .ticketOpened(shown: try row["a"], subject: try row["b"], category: try row["c"])
        case "ticket_closed": return .ticketClosed(shown: try row["a"], subject: try row["b"], category: try row["c"])
        case "survey_deployed": return .surveyDeployed
        case "survey_answered":
            let score: String = try row["a"]
            return .surveyAnswered(score: Int(score) ?? 0, category: try row["b"], feedback: try row["c"])
        case "campaign_sent": return .campaignSent(try campaign())
        case "campaign_opened": return .campaignOpened(try campaign())
        case "campaign_clicked": return .campaignClicked(try campaign())
        case "campaign_responded": return .campaignResponded(try campaign())
        default: return .event(type: try row["a"], feature: try row["b"])
        }
    }
}

extension CustomerTimeline.Kind {
    /// Statements of the columns moment, rank (what comes later within an instant), what, a, b and c.
    fileprivate func happenings(of customer: CustomerID, asOf: Moment, limit: Int) -> SQL {
        switch self {
        case .event:
            """
            (SELECT e.occurred_at, 0, 'event', e.event_type, NULLIF(e.feature, ''), NULL::text
               FROM mainstay.usage_events AS e WHERE e.user_id = \(customer.uuid) AND e.occurred_at <= \(asOf)
              ORDER BY e.occurred_at DESC, e.event_id DESC LIMIT \(limit))
            """
        case .ticket:
            """
            (SELECT k.moment, k.rank, k.what, COALESCE(t.external_id, t.ticket_id::text), t.subject, t.category
               FROM mainstay.support_tickets AS t
              CROSS JOIN LATERAL (VALUES (t.opened_at, 1, 'ticket_opened'), (t.closed_at, 2, 'ticket_closed')) AS k (moment, rank, what)
              WHERE t.user_id = \(customer.uuid) AND t.opened_at <= \(asOf) AND k.moment <= \(asOf)
              ORDER BY k.moment DESC LIMIT \(limit))
            """
        case .survey:
            """
            (SELECT k.moment, k.rank, k.what, s.score::text, s.category, s.feedback_text
               FROM mainstay.nps_surveys AS s
              CROSS JOIN LATERAL (VALUES (s.deployed_at, 1, 'survey_deployed'),
                                         (CASE WHEN s.score IS NOT NULL THEN COALESCE(s.responded_at, s.created_at) END, 2, 'survey_answered')
                                 ) AS k (moment, rank, what)
              WHERE s.user_id = \(customer.uuid) AND k.moment <= \(asOf)
              ORDER BY k.moment DESC LIMIT \(limit))
            """
        case .campaign:
            """
            (SELECT k.moment, k.rank, k.what, c.campaign_type, NULL::text, NULL::text
               FROM mainstay.retention_campaigns AS c
              CROSS JOIN LATERAL (VALUES (c.sent_at, 1, 'campaign_sent'), (c.opened_at, 2, 'campaign_opened'),
                                         (c.clicked_at, 3, 'campaign_clicked'), (c.responded_at, 4, 'campaign_responded')) AS k (moment, rank, what)
              WHERE c.user_id = \(customer.uuid) AND c.sent_at <= \(asOf) AND k.moment <= \(asOf)
              ORDER BY k.moment DESC LIMIT \(limit))
            """
        }
    }
}
